using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet;

/// <summary>The label column: a key with as many values as there are classes.</summary>
internal sealed class LabelColumn
{
    private LabelColumn(DataViewSchema.Column column, ClassLabels classes) => (Column, Classes) = (column, classes);

    public DataViewSchema.Column Column { get; }

    public ClassLabels Classes { get; }

    public static LabelColumn Bind(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name)
            ?? throw MissingColumn(name, "label", schema.Select(c => c.Name));
        if (column.Type is not KeyDataViewType { RawType: var raw } key || raw != typeof(uint))
            throw NotAKey(name, $"{column.Type}");
        if (key.Count > 1_000_000)
        {
            throw new ArgumentException(
                $"The label column '{name}' is a key of {key.Count} values; a classifier takes from 2 to 1,000,000 classes.");
        }
        return new LabelColumn(column, ClassLabels.Of(column, (int)key.Count));
    }

    /// <summary>Checks a label column before there are data.</summary>
    public static void Check(SchemaShape.Column column)
    {
        if (!column.IsKey || column.Kind != SchemaShape.Column.VectorKind.Scalar
            || column.ItemType.RawType != typeof(uint))
            throw NotAKey(column.Name, $"{column.Kind} of {(column.IsKey ? "key " : "")}{column.ItemType}");
    }

    public static ArgumentException MissingColumn(string name, string role, IEnumerable<string> present)
    {
        string names = string.Join(", ", present.Distinct().Select(c => $"'{c}'"));
        return new($"There is no {role} column '{name}'. The columns are: {names}.");
    }

    private static ArgumentException NotAKey(string name, string type) => new(
        $"The label column '{name}' is of type {type} and must be a key (of UInt32). "
        + $"Add mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the classifier.");
}
