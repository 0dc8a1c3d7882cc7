using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// The label column: a key whose values are the classes; or, for multi-label data, a vector of keys, or a vector with an
/// indicator (0 or 1) for every label.
/// </summary>
internal sealed class LabelColumn
{
    private LabelColumn(DataViewSchema.Column column, ClassLabels classes) => (Column, Classes) = (column, classes);

    public DataViewSchema.Column Column { get; }

    public ClassLabels Classes { get; }

    /// <summary>Whether an image can have any number of labels.</summary>
    public bool IsMultiLabel => Column.Type is VectorDataViewType;

    public static LabelColumn Bind(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = RequiredColumn.Find(schema, name, "label");
        var vector = column.Type as VectorDataViewType;
        ulong count = (vector?.ItemType ?? column.Type) switch
        {
            KeyDataViewType key when key.RawType == typeof(uint) => key.Count,
            _ when IsIndicator(vector) => (ulong)vector!.Size,
            _ => throw WrongType(name, $"{column.Type}"),
        };
        if (count > ArchitectureValidation.MaximumClasses)
        {
            throw new ArgumentException(
                $"The label column '{name}' has {count} values; there must be "
                + $"{ArchitectureValidation.ClassRange} classes.");
        }
        string names = vector?.ItemType is KeyDataViewType or null
            ? AnnotationUtils.Kinds.KeyValues
            : AnnotationUtils.Kinds.SlotNames;
        return new LabelColumn(column, ClassLabels.FromColumn(column, names, (int)count));
    }

    /// <summary>Checks a label column's type before there is data.</summary>
    public static void Check(SchemaShape.Column column)
    {
        bool isKey = column.IsKey && column.ItemType.RawType == typeof(uint);
        bool isIndicator = column.Kind == SchemaShape.Column.VectorKind.Vector && !column.IsKey
            && (column.ItemType is BooleanDataViewType || column.ItemType.RawType == typeof(float));
        if (!isKey && !isIndicator)
            throw WrongType(column.Name, $"{column.Kind} of {(column.IsKey ? "key " : "")}{column.ItemType}");
    }

    private static bool IsIndicator(VectorDataViewType? vector) => vector is { IsKnownSize: true }
        && (vector.ItemType is BooleanDataViewType || vector.ItemType.RawType == typeof(float));

    private static ArgumentOutOfRangeException WrongType(string name, string type) => SchemaMismatch.Error(
        $"The label column '{name}' is of type {type} and must be a key (of UInt32), or for any number of labels a "
        + "vector of keys, or a vector of known size of Boolean or Single with 1 where a label applies. "
        + $"Add mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the classifier.");
}
