using System.Collections.Concurrent;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Scores and the columns beside them come from one reading of the data.</summary>
public sealed class ReadOnceTests
{
    private const int Rows = 60;
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = [.. EncodedRow.Many(Rows)];

    [Fact]
    public void ASourceInAnotherOrderAtEveryReadingKeepsScoresBesideTheirRows()
    {
        using ResNetClassifierTransformer model = Tiny.Fit(_context, Tiny.Keyed(_context, _rows));
        Dictionary<string, float[]> expected = Scored(model, _rows).ToDictionary(row => row.Path, row => row.Score);

        ScoredRow[] shuffled = [.. Scored(model, _rows.OrderBy(_ => Guid.NewGuid()))];

        Assert.Equal(Rows, shuffled.Length);
        Assert.All(shuffled, row => Assert.Equal(expected[row.Path], row.Score));
    }

    [Fact]
    public void ASourceThatCanBeReadOnlyOnceLosesNoRow()
    {
        using ResNetClassifierTransformer model = Tiny.Fit(_context, Tiny.Keyed(_context, _rows));
        using BlockingCollection<EncodedRow> queue = new(new ConcurrentQueue<EncodedRow>(_rows));
        queue.CompleteAdding();

        ScoredRow[] scored = [.. Scored(model, queue.GetConsumingEnumerable())];

        Assert.Equal(_rows.Select(row => row.Path), scored.Select(row => row.Path));
    }

    [Fact]
    public void AnErrorOfTheSourceComesAfterTheRowsBeforeIt()
    {
        using ResNetClassifierTransformer model = Tiny.Fit(_context, Tiny.Keyed(_context, _rows));
        IEnumerable<EncodedRow> Failing()
        {
            foreach (EncodedRow row in _rows.Take(10))
                yield return row;
            throw new TimeoutException("the source is gone");
        }

        List<ScoredRow> seen = [];
        Exception error = Assert.ThrowsAny<Exception>(() =>
        {
            foreach (ScoredRow row in Scored(model, Failing()))
                seen.Add(row);
        });

        Assert.Contains("the source is gone", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(_rows.Take(10).Select(row => row.Path), seen.Select(row => row.Path));
    }

    [Fact]
    public void ImagesThatArePassedThroughAreThoseOfTheirRow()
    {
        using var folder = new ImageFolder(20);
        IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
        IDataView loaded = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadImages("Image", null, "Path"))
            .Append(_context.Transforms.ResizeImages("Image", 16, 16, resizing: ImageResizingEstimator.ResizingKind.Fill))
            .Fit(data).Transform(data);
        using ResNetClassifierTransformer model = Tiny.Fit(_context, loaded);
        IDataView scored = model.Transform(loaded);

        byte[][] expected = Pixels(loaded, [loaded.Schema["Image"]]);
        byte[][] passed = Pixels(scored, [scored.Schema["Image"], scored.Schema["Score"]]);

        Assert.Equal(expected, passed);
    }

    private IEnumerable<ScoredRow> Scored(ResNetClassifierTransformer model, IEnumerable<EncodedRow> rows) =>
        _context.Data.CreateEnumerable<ScoredRow>(
            model.Transform(_context.Data.LoadFromEnumerable(rows)), reuseRowObject: false);

    private static byte[][] Pixels(IDataView data, DataViewSchema.Column[] columns)
    {
        List<byte[]> all = [];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ValueGetter<MLImage> image = cursor.GetGetter<MLImage>(columns[0]);
        ValueGetter<VBuffer<float>>? score =
            columns.Length > 1 ? cursor.GetGetter<VBuffer<float>>(columns[1]) : null;
        MLImage value = null!;
        VBuffer<float> scores = default;
        while (cursor.MoveNext())
        {
            score?.Invoke(ref scores);
            image(ref value);
            all.Add(value.Pixels.ToArray());
        }
        return [.. all];
    }

    private sealed class ScoredRow
    {
        public string Path { get; set; } = "";

        public float[] Score { get; set; } = [];
    }
}
