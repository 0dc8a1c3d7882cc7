using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>A data view with a model's computed columns, which are computed only when a cursor reads them.</summary>
internal sealed class ScoringDataView(ScoringBindings bindings, IDataView source) : TransformView(source)
{
    public override bool CanShuffle => Source.CanShuffle;

    public override DataViewSchema Schema => bindings.Output;

    public override long? GetRowCount() => Source.GetRowCount();

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        DataViewSchema.Column[] passed = [.. bindings.PassedThrough(active)];
        if (!bindings.NeedScores(active))
            return new ScoringCursor(bindings, Source.GetRowCursor(passed, rand), null, active);

        ImageComputation computation = bindings.Compute(active);
        DataViewRowCursor? input = null;
        try
        {
            input = OpenSource([.. passed.Union(bindings.ScoringInputs)], rand);
            int capacity = BatchValues.Capacity(bindings.Specification, computation.RowLength);
            if (ReadAheadCursor.Create(bindings, input, passed, capacity) is not { } ahead)
                return new ScoringCursor(bindings, input, new SingleRowValues(bindings, computation, input), active);
            input = ahead;
            return new ScoringCursor(bindings, ahead, new BatchValues(bindings, computation, ahead), active);
        }
        catch
        {
            input?.Dispose();
            computation.Dispose();
            throw;
        }
    }

    // For encoded images this is a set of one cursor: a file that cannot be loaded is then a bad row. Behind a single
    // cursor ML.NET may read ahead on its own threads, where the exception would end the whole read. Those threads do
    // speed up pixel extraction.
    private DataViewRowCursor OpenSource(DataViewSchema.Column[] columns, Random? rand)
    {
        if (ImageColumn.KindOf(bindings.Image) != ImageColumnKind.Encoded)
            return Source.GetRowCursor(columns, rand);
        int? seed = rand?.Next();
        Random? Shuffle() => seed is { } s ? new Random(s) : null;
        DataViewRowCursor[] set = Source.GetRowCursorSet(columns, 1, Shuffle());
        if (set.Length == 1)
            return set[0];
        foreach (DataViewRowCursor cursor in set)
            cursor.Dispose();
        return Source.GetRowCursor(columns, Shuffle());
    }

    public override DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        if (n <= 1)
            return [GetRowCursor(active, rand)];
        IEnumerable<DataViewSchema.Column> inputs = bindings.PassedThrough(active);
        bool scored = bindings.NeedScores(active);
        int? seed = rand?.Next();
        Random? Shuffle() => seed is { } s ? new Random(s) : null;
        DataViewRowCursor[] cursors = Source.GetRowCursorSet(
            scored ? inputs.Union(bindings.ScoringInputs) : inputs, n, Shuffle());
        if (cursors.Length == 1 && scored)
        {
            // The source cannot be read in parallel; one cursor with batches is faster.
            cursors[0].Dispose();
            return [GetRowCursor(active, Shuffle())];
        }
        return Array.ConvertAll(cursors, cursor => (DataViewRowCursor)new ScoringCursor(
            bindings, cursor, scored ? new SingleRowValues(bindings, bindings.Compute(active), cursor) : null, active));
    }
}
