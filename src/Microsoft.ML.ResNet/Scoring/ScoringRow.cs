using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>A row that passes its input through and adds the computed columns.</summary>
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
