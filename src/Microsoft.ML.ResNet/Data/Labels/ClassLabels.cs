using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Data;

/// <summary>The classes: how many keys the label column has and, if it says so, the value of each.</summary>
internal abstract class ClassLabels(int count)
{
    public int Count { get; } = count;

    /// <summary>Type of the key values; null if the label column has none.</summary>
    public abstract PrimitiveDataViewType? ValueType { get; }

    /// <summary>Name of a class by its 0-based index, for people.</summary>
    public abstract string NameOf(int index);

    /// <summary>The names of all classes in their order.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, Count).Select(NameOf);

    /// <summary>Declares the key values under an annotation kind; nothing if there are none.</summary>
    public abstract void Annotate(DataViewSchema.Annotations.Builder builder, string kind);

    /// <summary>Whether both have the same values in the same order.</summary>
    public abstract bool HasSameValues(ClassLabels other);

    /// <summary>
    /// For each of these classes, the place in the other labels of the class with the same value (of the same type; the
    /// same number if neither has values), or -1. Of several with one value the first is the other's first.
    /// </summary>
    public int[] IndicesIn(ClassLabels other)
    {
        Dictionary<(string, int), int> places = [];
        if (Equals(ValueType, other.ValueType))
        {
            foreach ((string, int) name in WithOccurrence(other.Names))
                places.Add(name, places.Count);
        }
        return [.. WithOccurrence(Names).Select(name => places.GetValueOrDefault(name, -1))];
    }

    // Every name, and how often it has occurred before.
    private static IEnumerable<(string Name, int Before)> WithOccurrence(IEnumerable<string> names)
    {
        Dictionary<string, int> counts = [];
        foreach (string name in names)
        {
            int before = counts.GetValueOrDefault(name);
            counts[name] = before + 1;
            yield return (name, before);
        }
    }

    public abstract void Write(ModelPayloadWriter writer);

    /// <param name="column">The label column.</param>
    /// <param name="kind">The annotation that has the values.</param>
    /// <param name="count">How many there ought to be.</param>
    public static ClassLabels FromColumn(DataViewSchema.Column column, string kind, int count)
    {
        DataViewType? type = column.Annotations.Schema.GetColumnOrNull(kind)?.Type;
        return type is VectorDataViewType { ItemType: PrimitiveDataViewType values } vector && vector.Size == count
            ? ClassValueCodec.For(values)?.Read(column, kind, count) ?? new UnnamedClassLabels(count)
            : new UnnamedClassLabels(count);
    }

    /// <summary>Classes with texts as values.</summary>
    public static ClassLabels FromNames(IEnumerable<string> names) => new ClassLabels<ReadOnlyMemory<char>>(
        [.. names.Select(name => name.AsMemory())],
        (ClassValueCodec<ReadOnlyMemory<char>>)ClassValueCodec.For(TextDataViewType.Instance)!);

    public static ClassLabels Read(ModelPayloadReader reader, int count)
    {
        byte code = reader.ReadByte();
        return code == UnnamedClassLabels.Code
            ? new UnnamedClassLabels(count)
            : (ClassValueCodec.For(code)
                ?? throw new InvalidDataException($"Class labels of the unknown kind {code}.")).Read(reader, count);
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
