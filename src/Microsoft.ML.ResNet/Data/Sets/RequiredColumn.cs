namespace Microsoft.ML.ResNet.Data;

/// <summary>Finds a column that a schema must have.</summary>
internal static class RequiredColumn
{
    /// <param name="schema">The schema.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="role">The column's role, for the message: "image".</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw Missing(name, role, schema.Select(column => column.Name));

    public static ArgumentOutOfRangeException Missing(string name, string role, IEnumerable<string> present)
    {
        string names = string.Join(", ", present.Distinct().Select(c => $"'{c}'"));
        return SchemaMismatch.Error($"There is no {role} column '{name}'. The columns are: {names}.");
    }
}
