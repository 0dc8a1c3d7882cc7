using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet;

/// <summary>Makes columns of a <see cref="SchemaShape"/>, whose constructor is internal.</summary>
internal static class MlNetSchemaShape
{
    public static SchemaShape.Column Scalar(
        string name, DataViewType type, bool isKey = false, IEnumerable<SchemaShape.Column>? annotations = null) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, isKey, Shape(annotations));

    public static SchemaShape.Column Vector(
        string name, DataViewType type, IEnumerable<SchemaShape.Column>? annotations = null) =>
        new(name, SchemaShape.Column.VectorKind.Vector, type, false, Shape(annotations));

    /// <summary>Vectors of keys, of any length.</summary>
    public static SchemaShape.Column VariableKeys(string name, IEnumerable<SchemaShape.Column> annotations) => new(
        name, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, true, Shape(annotations));

    private static SchemaShape? Shape(IEnumerable<SchemaShape.Column>? columns) =>
        columns is null ? null : new SchemaShape(columns);
}
