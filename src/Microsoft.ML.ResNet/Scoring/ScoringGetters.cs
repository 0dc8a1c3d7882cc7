namespace Microsoft.ML.ResNet.Scoring;

/// <summary>Finds the getter of an output column in the input or among what is computed.</summary>
internal static class ScoringGetters
{
    public static ValueGetter<TValue> Get<TValue>(
        ScoringBindings bindings, DataViewRow input, RowValues? values, DataViewSchema.Column column, bool isActive)
    {
        if (!isActive)
            throw new InvalidOperationException(
                $"The column '{column.Name}' was not asked for when the cursor was made.");
        if (column.Index < bindings.Input.Count)
            return input.GetGetter<TValue>(bindings.Input[column.Index]);
        return values?.CreateGetter(column) as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"The column '{column.Name}' is of type {column.Type} and cannot be read as {typeof(TValue)}.");
    }
}
