using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Data;

/// <summary>The classes: the number of keys of the label column and, if it has them, their values.</summary>
internal abstract class ClassLabels(int count)
{
    public int Count { get; } = count;

    /// <summary>Type of the key values; null if the label column has no values.</summary>
    public abstract PrimitiveDataViewType? ValueType { get; }

    /// <summary>Display name of a class by its 0-based index.</summary>
    public abstract string NameOf(int index);

    /// <summary>The names of all classes, in order.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, Count).Select(NameOf);

    /// <summary>Adds the key values as an annotation of the given kind; does nothing if there are none.</summary>
    public abstract void Annotate(DataViewSchema.Annotations.Builder builder, string kind);

    /// <summary>Whether both have the same values in the same order.</summary>
    public abstract bool HasSameValues(ClassLabels other);

    /// <summary>
    /// For each of these classes, the index of the class with the same value (and type) in the other labels, or -1.
    /// Classes without values are matched by number. Duplicate values are matched in order. Names are compared in Unicode's
    /// composed form (NFC).
    /// </summary>
    public int[] IndicesIn(ClassLabels other)
    {
        Dictionary<(string, int), int> indices = [];
        if (Equals(ValueType, other.ValueType))
        {
            foreach ((string, int) name in WithOccurrence(other.Names))
                indices.Add(name, indices.Count);
        }
        return [.. WithOccurrence(Names).Select(name => indices.GetValueOrDefault(name, -1))];
    }

    // Every name, and how often it occurred before.
    private static IEnumerable<(string Name, int Before)> WithOccurrence(IEnumerable<string> names)
    {
        Dictionary<string, int> counts = [];
        foreach (string name in names.Select(name => name.Normalize()))
        {
            int before = counts.GetValueOrDefault(name);
            counts[name] = before + 1;
            yield return (name, before);
        }
    }

    public abstract void Write(ModelPayloadWriter writer);

    /// <param name="column">The label column.</param>
    /// <param name="kind">The kind of annotation with the values.</param>
    /// <param name="count">The expected number of values.</param>
    public static ClassLabels FromColumn(DataViewSchema.Column column, string kind, int count)
    {
        DataViewType? type = column.Annotations.Schema.GetColumnOrNull(kind)?.Type;
        return type is VectorDataViewType { ItemType: PrimitiveDataViewType values } vector && vector.Size == count
            ? ClassValueCodec.For(values)?.Read(column, kind, count) ?? new UnnamedClassLabels(count)
            : new UnnamedClassLabels(count);
    }

    /// <summary>Classes with text values.</summary>
    public static ClassLabels FromNames(IEnumerable<string> names) => new ClassLabels<ReadOnlyMemory<char>>(
        [.. names.Select(name => name.AsMemory())],
        (ClassValueCodec<ReadOnlyMemory<char>>)ClassValueCodec.For(TextDataViewType.Instance)!);

    public static ClassLabels Read(ModelPayloadReader reader, int count)
    {
        byte code = reader.ReadByte();
        return code == UnnamedClassLabels.Code
            ? new UnnamedClassLabels(count)
            : (ClassValueCodec.For(code)
                ?? throw new InvalidDataException($"The class labels have the unknown type {code}.")).Read(reader, count);
    }
}

/// <summary>Classes known by number only.</summary>
internal sealed class UnnamedClassLabels(int count) : ClassLabels(count)
{
    public const byte Code = 0;

    public override PrimitiveDataViewType? ValueType => null;

    public override string NameOf(int index) => (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override void Annotate(DataViewSchema.Annotations.Builder builder, string kind)
    {
    }

    public override bool HasSameValues(ClassLabels other) => other is UnnamedClassLabels && other.Count == Count;

    public override void Write(ModelPayloadWriter writer) => writer.Write(Code);
}
