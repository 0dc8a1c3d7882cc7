using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet;

/// <summary>A cursor that passes its input through and adds the classifier's columns.</summary>
internal sealed class ScoringCursor(
    ScoringBindings bindings, DataViewRowCursor input, RowScores? scores, IEnumerable<DataViewSchema.Column> active)
        : DataViewRowCursor
{
    private readonly HashSet<int> _active = [.. active.Select(column => column.Index)];
    private bool _disposed;

    public override DataViewSchema Schema => bindings.Output;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        ScoringGetters.Get<TValue>(bindings, input, scores, column, IsColumnActive(column));

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            scores?.Dispose();
            input.Dispose();
        }
        base.Dispose(disposing);
    }
}
