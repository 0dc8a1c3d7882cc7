using System.Collections.Concurrent;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Sources whose rows can be read only once, or come in another order each time.</summary>
public sealed class ReadOnceSourceTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void RowsThatWereReadToChooseANetworkAreNotLostSilently()
    {
        IDataView data = Keyed(Consuming(Rows()));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => _context.Transforms.ResNetClassifier(new ResNetClassifierEstimator.Options { Epochs = 1 }).Fit(data));
        Assert.Contains("none of the first 9 images", error.Message);
    }

    [Fact]
    public void AConsumedSourceTrainsIfNothingHasToBeChosen()
    {
        IDataView data = Keyed(Consuming(Rows()));
        Assert.Equal(30, Tiny.Fit(_context, data, o => o.Epochs = 1).TrainingReport!.TrainingImages);
    }

    [Fact]
    public void AShuffledSourceTrains()
    {
        IDataView data = Keyed(Rows().OrderBy(_ => Guid.NewGuid()));
        var options = new ResNetClassifierEstimator.Options { Epochs = 1 };
        Assert.Equal(30, _context.Transforms.ResNetClassifier(options).Fit(data).TrainingReport!.TrainingImages);
    }

    [Fact]
    public void TheFirstLoadedImageIsNotLostSilently()
    {
        using var folder = new TemporaryFolder();
        EncodedRow[] rows = Rows();
        foreach (EncodedRow row in rows)
            File.WriteAllBytes(folder.File(row.Path), row.Image);
        IDataView source = _context.Data.LoadFromEnumerable(
            Consuming(rows.Select(row => new PathRow { Path = row.Path, Label = row.Label })));
        IDataView loaded = Keyed(_context.Transforms.LoadImages("Image", folder.Path, "Path").Fit(source).Transform(source));
        var options = new ResNetClassifierEstimator.Options { Epochs = 1, Architecture = Tiny.Architecture };
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => _context.Transforms.ResNetClassifier(options).Fit(loaded));
        Assert.Contains("none of the first 1 images", error.Message);
    }

    [Fact]
    public void ASearchSpaceDoesNotLoseRowsSilently()
    {
        var settings = new ResNetExperimentSettings { MaxExperimentTimeInSeconds = 60, MaxModels = 1 };
        Exception error = Assert.ThrowsAny<Exception>(() => _context.MulticlassClassification
            .CreateResNetExperiment(settings).SetDataset(Keyed(Consuming(Rows()))).Run());
        Assert.Contains("read differently a second time", error.Message);
    }

    [Fact]
    public void AReportShowsNoPicturesOfOtherRows()
    {
        EncodedRow[] rows = EncodedRow.Many(90);
        ResNetClassifierTransformer model = Tiny.Fit(_context, Keyed(rows), o => o.Epochs = 1);
        using var folder = new TemporaryFolder();

        ResNetReport.Create(_context, model, Keyed(rows.OrderBy(_ => Guid.NewGuid())), folder.File("shuffled.html"));
        ResNetReport.Create(_context, model, Keyed(rows), folder.File("list.html"));

        Assert.Contains("read differently a second time", File.ReadAllText(folder.File("shuffled.html")));
        Assert.DoesNotContain("<img", File.ReadAllText(folder.File("shuffled.html")));
        Assert.Contains("<img", File.ReadAllText(folder.File("list.html")));
    }

    private static EncodedRow[] Rows() => EncodedRow.Many(30);

    private static IEnumerable<T> Consuming<T>(IEnumerable<T> rows)
    {
        BlockingCollection<T> queue = [.. rows];
        queue.CompleteAdding();
        return queue.GetConsumingEnumerable();
    }

    private IDataView Keyed(IEnumerable<EncodedRow> rows) => Keyed(_context.Data.LoadFromEnumerable(rows));

    // Keys with given values, as fitting on the data would read them.
    private IDataView Keyed(IDataView data)
    {
        IDataView keys = _context.Data.LoadFromEnumerable(
            DrawnImages.Classes.Select(name => new Key { Label = name }));
        return _context.Transforms.Conversion.MapValueToKey("Label", keyData: keys).Fit(
            _context.Data.LoadFromEnumerable(DrawnImages.Classes.Select(name => new Key { Label = name }))).Transform(data);
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";

        public string Label { get; set; } = "";
    }

    private sealed class Key
    {
        public string Label { get; set; } = "";
    }
}
