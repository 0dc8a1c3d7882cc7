namespace Microsoft.ML.ResNet.Data;

/// <summary>The column with each row's weight in training: a Single.</summary>
internal static class ExampleWeightColumn
{
    public static DataViewSchema.Column Bind(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = RequiredColumn.Find(schema, name, "example weight");
        return column.Type.RawType == typeof(float) ? column : throw WrongType(name, $"{column.Type}");
    }

    /// <summary>Checks a column's type before there is data.</summary>
    public static void Check(SchemaShape.Column column)
    {
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType.RawType != typeof(float))
            throw WrongType(column.Name, $"{column.Kind} of {column.ItemType}");
    }

    /// <summary>The exception for an invalid weight.</summary>
    public static InvalidDataException BadWeight(float weight, long row, string? path) =>
        new(FormattableString.Invariant(
            $"{RowName.Format(row, path)}: the example weight is {weight}; it must be at least 0 and finite."));

    private static ArgumentOutOfRangeException WrongType(string name, string type) => SchemaMismatch.Error(
        $"The example weight column '{name}' is of type {type} and must be Single. "
        + $"Add mlContext.Transforms.Conversion.ConvertType(\"{name}\") before the classifier.");
}
