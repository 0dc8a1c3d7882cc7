using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Tests cursors over scored data.</summary>
public sealed class ScoringTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void BatchedSingleAndParallelScoresAreEqual()
    {
        using var folder = new ImageFolder(300);
        IDataView data = Loaded(folder);
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        IDataView scored = model.Transform(data);
        DataViewSchema.Column[] columns = [scored.Schema["Score"], scored.Schema["PredictedLabel"]];

        var batched = Scores.Read(scored.GetRowCursor(columns));
        DataViewRowCursor[] set = scored.GetRowCursorSet(columns, 3);
        var parallel = set.AsParallel().WithDegreeOfParallelism(3).SelectMany(Scores.Read).ToList();

        Assert.True(set.Length > 1, "the source can be read in parallel");
        Assert.Equal(300, batched.Count);
        Assert.Equal(batched.Select(row => row.Id).ToHashSet(), parallel.Select(row => row.Id).ToHashSet());
        Assert.Equal(300, parallel.Count);
        foreach ((DataViewRowId id, float[] score, uint label) in parallel)
        {
            var same = batched.Single(row => row.Id.Equals(id));
            Assert.Equal(same.Score, score);
            Assert.Equal(same.Label, label);
            Assert.Equal(Array.IndexOf(score, score.Max()) + 1, (int)label);
        }
    }

    [Fact]
    public void ComputesOnlyRequestedColumns()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(12));
        ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        IDataView scored = model.Transform(data);

        Assert.Equal(12, scored.GetColumn<string>("Path").Count());
        Assert.Equal(12, Count(scored.GetRowCursor([scored.Schema["Label"]])));
        Assert.Equal(12, Count(scored.GetRowCursor([])));
        Assert.All(scored.GetRowCursorSet([scored.Schema["Path"]], 2), cursor => cursor.Dispose());
        Assert.False(model.IsLoaded);

        Assert.Equal(12, Scores.Read(_context, scored).Length);
        Assert.True(model.IsLoaded);
    }

    [Fact]
    public void ShuffledRowsKeepTheirScores()
    {
        IDataView data = _context.Data.Cache(Tiny.Keyed(_context, EncodedRow.Many(40)));
        ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        IDataView scored = model.Transform(data);
        DataViewSchema.Column[] columns = [scored.Schema["Score"], scored.Schema["PredictedLabel"]];
        Assert.True(scored.CanShuffle);

        var inOrder = Scores.Read(scored.GetRowCursor(columns));
        var shuffled = Scores.Read(scored.GetRowCursor(columns, new Random(5)));

        Assert.NotEqual(inOrder.Select(row => row.Id), shuffled.Select(row => row.Id));
        Assert.All(shuffled, row => Assert.Equal(inOrder.Single(other => other.Id.Equals(row.Id)).Score, row.Score));
    }

    [Fact]
    public void RowsCanBeSkipped()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(100));
        IDataView scored = Tiny.Fit(_context, data).Transform(data);
        float[][] all = Scores.Read(_context, scored);

        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        VBuffer<float> score = default;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            if (row % 17 != 3)
                continue;
            getter(ref score);
            Assert.Equal(all[row], score.DenseValues());
            getter(ref score);
            Assert.Equal(all[row], score.DenseValues());
        }
    }

    [Fact]
    public void InactiveColumnsCannotBeRead()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(12));
        IDataView scored = Tiny.Fit(_context, data).Transform(data);
        using DataViewRowCursor cursor = scored.GetRowCursor([scored.Schema["Score"]]);

        Assert.True(cursor.IsColumnActive(scored.Schema["Score"]));
        Assert.False(cursor.IsColumnActive(scored.Schema["PredictedLabel"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<uint>(scored.Schema["PredictedLabel"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(scored.Schema["Score"]));
    }

    [Fact]
    public void ScoredDataCanBeCachedFilteredAndTaken()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(50));
        IDataView scored = Tiny.Fit(_context, data).Transform(data);
        float[][] all = Scores.Read(_context, scored);

        Assert.Equal(all, Scores.Read(_context, _context.Data.Cache(scored, "Score")));
        Assert.Equal(all[..7], Scores.Read(_context, _context.Data.TakeRows(scored, 7)));
        Assert.Equal(all[7..], Scores.Read(_context, _context.Data.SkipRows(scored, 7)));
    }

    private IDataView Loaded(ImageFolder folder)
    {
        IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
        return _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadRawImageBytes("Image", null, "Path")).Fit(data).Transform(data);
    }

    private static int Count(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            int rows = 0;
            while (cursor.MoveNext())
                rows++;
            return rows;
        }
    }
}
