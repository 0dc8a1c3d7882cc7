using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Checkpoints by the options of the estimator.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EncodedRow[] _rows = EncodedRow.Many(48);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FitGoesOnWithTheSeedOfTheCheckpoint()
    {
        string path = _folder.File("run.checkpoint");
        using CancellationTokenSource source = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(new MLContext(), o =>
        {
            (o.CheckpointPath, o.Seed, o.CancellationToken) = (path, null, source.Token);
            o.MetricsCallback = m => source.Cancel();
        }));

        List<ResNetEpochMetrics> called = [];
        List<string> log = [];
        MLContext context = new();
        context.Log += (_, e) => log.Add(e.Message);
        ResNetClassifierTransformer model = Fit(context, o =>
        {
            (o.CheckpointPath, o.Seed, o.NumberOfThreads) = (path, null, 1);
            o.MetricsCallback = called.Add;
        });

        Assert.Equal([2, 3], called.Select(m => m.Epoch));
        Assert.Equal([1, 2, 3], model.TrainingReport!.Epochs.Select(m => m.Epoch));
        Assert.Contains(log, message => message.Contains("Resumes from the checkpoint", StringComparison.Ordinal));
        Assert.Equal(Fit(new MLContext(), o => o.Seed = model.TrainingReport.Seed).WeightsSha256, model.WeightsSha256);
    }

    [Fact]
    public void AWrongOptionIsNamed()
    {
        string path = _folder.File("run.checkpoint");
        Fit(new MLContext(), o => o.CheckpointPath = path);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => Fit(new MLContext(), o => (o.CheckpointPath, o.Optimizer.WeightDecay) = (path, 0.25f)));
        Assert.Contains("WeightDecay is 0.0005 in the checkpoint and 0.25 now", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedCheckpointIsToldBeforeAnImageIsRead()
    {
        string path = _folder.File("run.checkpoint");
        File.WriteAllText(path, "This is no checkpoint, but long enough to be one, if length were all that counts.");
        _rows[0].Image = [1, 2, 3];
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Fit(new MLContext(), o => o.CheckpointPath = path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    private ResNetClassifierTransformer Fit(MLContext context, Action<ResNetClassifierEstimator.Options> change) =>
        Tiny.Fit(context, Tiny.Keyed(context, _rows), o =>
        {
            (o.Epochs, o.ValidationFraction) = (3, 0.25f);
            change(o);
        });
}
