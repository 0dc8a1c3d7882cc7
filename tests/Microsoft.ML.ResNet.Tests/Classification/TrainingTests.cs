using Microsoft.ML.Runtime;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>What Fit does beside training itself.</summary>
public sealed class TrainingTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(48);

    [Fact]
    public void TheSeedDecidesTheWeightsAndThreadsDoNot()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        string first = Tiny.Fit(_context, data, o => (o.Seed, o.NumberOfThreads) = (3, 1)).WeightsSha256;

        Assert.Equal(first, Tiny.Fit(_context, data, o => (o.Seed, o.NumberOfThreads) = (3, 2)).WeightsSha256);
        Assert.Equal(first,
            Tiny.Fit(_context, data, o => (o.Seed, o.NumberOfThreads, o.PixelStoreMemoryMB) = (3, 0, 0)).WeightsSha256);
        Assert.NotEqual(first, Tiny.Fit(_context, data, o => (o.Seed, o.NumberOfThreads) = (4, 1)).WeightsSha256);
    }

    [Fact]
    public void TheSeedComesFromTheContextUnlessGiven()
    {
        string Weights(int seed)
        {
            var context = new MLContext(seed);
            return Tiny.Fit(context, Tiny.Keyed(context, _rows), o => o.Seed = null).WeightsSha256;
        }

        Assert.Equal(Weights(11), Weights(11));
        Assert.NotEqual(Weights(11), Weights(12));
    }

    [Fact]
    public void LoadingImagesInParallelKeepsTheOrder()
    {
        using var folder = new ImageFolder(200);
        IDataView data = _context.Data.LoadFromEnumerable(folder.Rows);
        var loading = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadImages("Image", null, "Path"))
            .Append(_context.Transforms.ResizeImages("Image", 16, 16));
        IDataView images = loading.Fit(data).Transform(data);

        string one = Tiny.Fit(_context, images, o => o.NumberOfThreads = 1).WeightsSha256;
        Assert.Equal(one, Tiny.Fit(_context, images, o => o.NumberOfThreads = 2).WeightsSha256);
        Assert.Equal(one, Tiny.Fit(_context, images, o => o.NumberOfThreads = 4).WeightsSha256);
    }

    [Fact]
    public void ReportsEveryEpochEverywhere()
    {
        var metrics = new List<ResNetEpochMetrics>();
        var log = new List<LoggingEventArgs>();
        _context.Log += (_, e) => log.Add(e);
        ResNetClassifierTransformer model = Tiny.Fit(_context, Tiny.Keyed(_context, _rows), o =>
        {
            o.Epochs = 3;
            o.ValidationFraction = 0.25f;
            o.MetricsCallback = metrics.Add;
        });

        Assert.Equal([1, 2, 3], metrics.Select(m => m.Epoch));
        Assert.All(metrics, m => Assert.NotNull(m.ValidationAccuracy));
        Assert.All(metrics, m =>
            Assert.Contains(log, e => e.Kind == ChannelMessageKind.Info && e.Message.Contains(m.ToString())));
        Assert.Equal(metrics, model.TrainingReport!.Epochs);
        Assert.Equal((36, 12), (model.TrainingReport.TrainingImages, model.TrainingReport.ValidationImages));
        Assert.Equal(1, model.TrainingReport.Seed);
    }

    [Fact]
    public void TellsWhereItStandsWithinAnEpoch()
    {
        using var source = new CancellationTokenSource();
        ResNetProgress? progress = null;

        // Single images of 64x64: an epoch of some seconds.
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(1500));
        Assert.ThrowsAny<OperationCanceledException>(() => Tiny.Fit(_context, data, o =>
        {
            (o.Epochs, o.CancellationToken) = (100_000, source.Token);
            (o.BatchSize, o.ImageHeight, o.ImageWidth) = (1, 64, 64);
            o.ProgressCallback = p =>
            {
                progress = p;
                source.Cancel();
            };
        }));

        Assert.Equal((100_000, 1500), (progress!.Epochs, progress.Images));
        Assert.InRange(progress.ImagesSeen, 1, 1500);
    }

    [Fact]
    public void ValidatesOnASetOfItsOwn()
    {
        IDataView train = Tiny.Keyed(_context, _rows), validation = Tiny.Keyed(_context, EncodedRow.Many(15, seed: 2));

        ResNetClassifierTransformer model = _context.Transforms.ResNetClassifier(Tiny.Options()).Fit(train, validation);

        Assert.Equal((48, 15), (model.TrainingReport!.TrainingImages, model.TrainingReport.ValidationImages));
        Assert.All(model.TrainingReport.Epochs, m => Assert.NotNull(m.ValidationLoss));
        // What is validated on does not change what is learned.
        Assert.Equal(Tiny.Fit(_context, train).WeightsSha256, model.WeightsSha256);
    }

    [Fact]
    public void GoesOnFromAnEarlierModel()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        ResNetClassifierTransformer first = Tiny.Fit(_context, data, o => o.Epochs = 8);

        ResNetClassifierTransformer second = _context.Transforms.ResNetClassifier(
            Tiny.Options(o => (o.Epochs, o.LearningRate) = (1, 1e-6f))).Fit(data, previousModel: first);

        Assert.NotEqual(first.WeightsSha256, second.WeightsSha256);
        Assert.True(second.TrainingReport!.Epochs[0].TrainLoss < first.TrainingReport!.Epochs[0].TrainLoss);
        Assert.Throws<ArgumentException>(() => _context.Transforms.ResNetClassifier(
            Tiny.Options(o => o.Architecture = Tiny.Architecture with { StageDepths = [1, 2] })).Fit(data,
                previousModel: first));
        Assert.Throws<ArgumentException>(() => _context.Transforms.ResNetClassifier(
            Tiny.Options(o => o.ImageChannels = 1)).Fit(data, previousModel: first));
    }

    [Fact]
    public void EndsByTokenAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        _context.TempFilePath = folder.Path;
        IDataView data = Tiny.Keyed(_context, _rows);

        Assert.ThrowsAny<OperationCanceledException>(() => Tiny.Fit(_context, data, o =>
        {
            (o.Epochs, o.PixelStoreMemoryMB) = (100_000, 0);
            o.CancellationToken = source.Token;
            o.MetricsCallback = m => source.Cancel();
        }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void EndsWhenMLNetSaysSo()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        var cancel = typeof(MLContext).GetMethod(
            "CancelExecution", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;

        Assert.ThrowsAny<OperationCanceledException>(() => Tiny.Fit(_context, data, o =>
        {
            o.Epochs = 100_000;
            o.MetricsCallback = m => cancel.Invoke(_context, null);
        }));
    }

    [Fact]
    public void EndsWhileReading()
    {
        using var source = new CancellationTokenSource();
        IEnumerable<EncodedRow> Endless()
        {
            for (int i = 0; ; i++)
            {
                if (i == 3000)
                    source.Cancel();
                yield return _rows[i % _rows.Length];
            }
        }
        IDataView keyed =
            _context.Transforms.Conversion.MapValueToKey("Label", keyData: _context.Data.LoadFromEnumerable(
            DrawnImages.Classes.Select(name => new KeyRow { Label = name })))
            .Fit(_context.Data.LoadFromEnumerable(_rows)).Transform(_context.Data.LoadFromEnumerable(Endless()));

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Tiny.Fit(_context, keyed, o => o.CancellationToken = source.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnExceptionOfTheSourceComesThrough(int threads)
    {
        IEnumerable<EncodedRow> Failing()
        {
            for (int i = 0; i < 500; i++)
                yield return _rows[i % _rows.Length];
            throw new TimeZoneNotFoundException();
        }
        IDataView keyed = _context.Transforms.Conversion.MapValueToKey("Label")
            .Fit(_context.Data.LoadFromEnumerable(_rows)).Transform(_context.Data.LoadFromEnumerable(Failing()));

        Exception error = Record.Exception(() => Tiny.Fit(_context, keyed, o => o.NumberOfThreads = threads))!;

        // ML.NET wraps what it meets on threads of its own.
        Assert.IsType<TimeZoneNotFoundException>(error is InvalidOperationException ? error.InnerException : error);
    }

    [Fact]
    public void AnExceptionInACallbackComesThroughAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        _context.TempFilePath = folder.Path;

        Assert.Throws<TimeZoneNotFoundException>(() => Tiny.Fit(_context, Tiny.Keyed(_context, _rows), o =>
        {
            o.PixelStoreMemoryMB = 0;
            o.MetricsCallback = m => throw new TimeZoneNotFoundException();
        }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private sealed class KeyRow
    {
        public string Label { get; set; } = "";
    }
}
