using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>Finds, creates and appends columns of a <see cref="SchemaShape"/>, whose constructor is internal.</summary>
internal static class MlNetSchemaShape
{
    public static SchemaShape.Column Scalar(
        string name, DataViewType type, bool isKey = false, IEnumerable<SchemaShape.Column>? annotations = null) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, isKey, Shape(annotations));

    public static SchemaShape.Column Vector(
        string name, DataViewType type, IEnumerable<SchemaShape.Column>? annotations = null) =>
        new(name, SchemaShape.Column.VectorKind.Vector, type, false, Shape(annotations));

    /// <summary>A vector of keys of variable size.</summary>
    public static SchemaShape.Column VariableKeys(string name, IEnumerable<SchemaShape.Column> annotations) => new(
        name, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, true, Shape(annotations));

    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static SchemaShape.Column Find(SchemaShape schema, string name, string role) =>
        schema.TryFindColumn(name, out SchemaShape.Column column)
            ? column
            : throw RequiredColumn.Missing(name, role, schema.Select(c => c.Name));

    /// <summary>The schema with columns appended; they replace columns of the same name.</summary>
    public static SchemaShape Append(SchemaShape schema, params SchemaShape.Column[] added) =>
        new(schema.Where(c => added.All(a => a.Name != c.Name)).Concat(added));

    private static SchemaShape? Shape(IEnumerable<SchemaShape.Column>? columns) =>
        columns is null ? null : new SchemaShape(columns);
}
