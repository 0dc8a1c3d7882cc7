using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>A row with the input's columns and the computed columns.</summary>
internal sealed class ScoringRow(
    ScoringBindings bindings, DataViewRow input, RowValues? values, IEnumerable<DataViewSchema.Column> active)
        : DataViewRow
{
    private readonly HashSet<int> _active = [.. active.Select(column => column.Index)];
    private bool _disposed;

    public override DataViewSchema Schema => bindings.Output;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        ScoringGetters.Get<TValue>(bindings, input, values, column, IsColumnActive(column));

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            values?.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>Gets the getter of an output column, from the input or from the computed values.</summary>
internal static class ScoringGetters
{
    public static ValueGetter<TValue> Get<TValue>(
        ScoringBindings bindings, DataViewRow input, RowValues? values, DataViewSchema.Column column, bool isActive)
    {
        if (!isActive)
            throw new InvalidOperationException(
                $"The column '{column.Name}' is not active: it was not requested when the cursor was created.");
        if (column.Index < bindings.Input.Count)
            return input.GetGetter<TValue>(bindings.Input[column.Index]);
        return values?.CreateGetter(column) as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"The column '{column.Name}' is of type {column.Type} and cannot be read as {typeof(TValue)}.");
    }
}
