using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.Runtime;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>A solved head, and fine-tuning from there.</summary>
public sealed class TransferLearningTests : IDisposable
{
    private static readonly Lazy<ResNetClassifierTransformer> s_pretrained = new(() =>
    {
        MLContext context = new(seed: 1);
        return Tiny.Fit(context, Tiny.Keyed(context, EncodedRow.Many(96, seed: 7)), o => o.Epochs = 4);
    });

    // So little that fine-tuning gains.
    private static readonly Lazy<ResNetClassifierTransformer> s_hardlyTrained = new(() =>
    {
        MLContext context = new(seed: 1);
        return Tiny.Fit(
            context, Tiny.Keyed(context, EncodedRow.Many(24)), o => (o.Epochs, o.LearningRate) = (1, 1e-6f));
    });

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheHeadAloneIsSolvedAndAllStagesStay()
    {
        ResNetClassifierTransformer model = Fit(ResNetTransferLearning.HeadOnly);

        ResNetModel before = s_pretrained.Value.Model.Network, after = model.Model.Network;
        int head = (int)before.CreateLayout().Head.Weights.Offset;
        Assert.Equal(before.Parameters.Span[..head], after.Parameters.Span[..head]);
        Assert.Equal(before.RunningStatistics.Span, after.RunningStatistics.Span);
        ResNetTransferReport report = model.TrainingReport!.Transfer!;
        Assert.InRange(report.HeadAccuracy, 0.5, 1);
        Assert.InRange(report.HeadLoss, 0, 1);
        Assert.Empty(report.Candidates);
        Assert.Equal(0, report.FineTuned);
        Assert.Empty(model.TrainingReport.Epochs);
        Assert.Equal(ResNetTrainingStopReason.Completed, model.TrainingReport.StopReason);
    }

    [Theory]
    [InlineData(ResNetTransferLearning.HeadOnly)]
    [InlineData(ResNetTransferLearning.FineTuning)]
    public void TheSameSeedGivesTheSameBitsAtAnyThreadCount(ResNetTransferLearning learning)
    {
        string expected = Fit(learning, o => o.NumberOfThreads = 1).WeightsSha256;
        Assert.Equal(expected, Fit(learning, o => o.NumberOfThreads = 2).WeightsSha256);
        Assert.Equal(expected, Fit(learning, o => o.NumberOfThreads = 3).WeightsSha256);
    }

    [Fact]
    public void TheReportSaysWhatEachPhaseGaveAndIsSavedWithTheModel()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(60, seed: 2));
        IDataView validation = Tiny.Keyed(_context, EncodedRow.Many(30, seed: 3));
        ResNetClassifierTransformer model = Estimator(ResNetTransferLearning.FineTuning)
            .Fit(data, validation, s_pretrained.Value);

        ResNetTransferReport report = model.TrainingReport!.Transfer!;
        Assert.Equal([0, 0.25f, 0.5f, 0.75f, 1], report.Candidates.Select(candidate => candidate.FineTuned));
        Assert.Contains(report.FineTuned, report.Candidates.Select(candidate => candidate.FineTuned));
        Assert.Equal(report.FineTuned > 0, model.TrainingReport.Epochs.Count > 0);
        Assert.NotNull(report.ValidationAccuracy);
        Assert.NotNull(report.HeadValidationAccuracy);
        Assert.Equal(30, model.TrainingReport.ValidationImages);

        string path = _folder.File("model.zip");
        _context.Model.Save(model, data.Schema, path);
        var loaded = (ResNetClassifierTransformer)new MLContext().Model.Load(path, out _);
        Assert.Equal(
            report with { Candidates = [] }, loaded.TrainingReport!.Transfer! with { Candidates = [] });
        Assert.Equal(report.Candidates, loaded.TrainingReport.Transfer!.Candidates);
    }

    [Theory]
    [InlineData("to see on")] // the trial begins
    [InlineData("Fine-tuning on all")]
    public void AnInterruptedTrainingResumesWithTheSameResult(string phase)
    {
        string path = _folder.File("run.checkpoint");
        using CancellationTokenSource source = new();
        CancelAt(phase, source);
        Assert.ThrowsAny<OperationCanceledException>(() => FitLonger(
            ResNetTransferLearning.FineTuning, o => (o.CheckpointPath, o.CancellationToken) = (path, source.Token)));
        ResNetClassifierTransformer expected = FitLonger(ResNetTransferLearning.FineTuning);
        Assert.True(expected.TrainingReport!.Transfer!.FineTuned > 0, "Nothing was gained: no final training was tested.");
        Assert.Equal(
            expected.WeightsSha256,
            FitLonger(ResNetTransferLearning.FineTuning, o => o.CheckpointPath = path).WeightsSha256);
    }

    [Theory]
    [InlineData("to see on")]
    [InlineData("Fine-tuning on all")]
    public void ACancelledTrainingGivesTheSolvedHeadIfItIsAskedFor(string phase)
    {
        using CancellationTokenSource source = new();
        CancelAt(phase, source);
        ResNetClassifierTransformer model = FitLonger(
            ResNetTransferLearning.FineTuning,
            o => (o.CancellationToken, o.ReturnModelWhenCancelled) = (source.Token, true));
        Assert.Equal(ResNetTrainingStopReason.Cancelled, model.TrainingReport!.StopReason);
        Assert.Equal(FitLonger(ResNetTransferLearning.HeadOnly).WeightsSha256, model.WeightsSha256);
    }

    [Fact]
    public void LearnedWeightsAreNeeded()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Tiny.Fit(_context, data, o => o.TransferLearning = ResNetTransferLearning.HeadOnly));
        Assert.Contains("TransferLearning is HeadOnly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AutoTrainsByTheScheduleFromAPreviousModel() =>
        Assert.Null(Fit(ResNetTransferLearning.Auto).TrainingReport!.Transfer);

    [Theory]
    [InlineData(120, 90, true)]
    [InlineData(24, 24, false)]
    public void PhotographsWithoutWeightsAreWarnedAbout(int width, int height, bool arePhotographs)
    {
        List<string> warnings = [];
        _context.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                warnings.Add(e.Message);
        };
        IDataView data = Photographs(width, height);
        ResNetClassifierEstimator.Options options = new();
        using (IChannel channel = MlNetEnvironment.From(_context.Transforms).Register("test").Start("test"))
            PretrainedDefault.Apply(options, data, data.Schema["Image"], weights: null, channel);

        Assert.Null(options.Pretrained);
        Assert.Equal(arePhotographs, warnings.Any(message =>
            message.Contains("smaller side 90 pixels", StringComparison.Ordinal)
            && message.Contains("dotnet add package", StringComparison.Ordinal)));
    }

    [Fact]
    public void PhotographsStartFromInstalledWeightsWithoutAnOption()
    {
        ResNetClassifierTransformer model = _context.Transforms.ResNetClassifier().Fit(Photographs(120, 90));
        Assert.NotNull(model.TrainingReport!.Transfer);
        Assert.Equal((224, 224), (model.ImageHeight, model.ImageWidth));
    }

    [Fact]
    public void CrossValidationMeasuresEveryImageOnce()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(50));
        ResNetCrossValidation result = _context.Transforms.ResNetClassifier(Tiny.Options()).CrossValidate(data, 4);
        Assert.Equal([13, 13, 12, 12], result.Folds.Select(fold => fold.Images).OrderDescending());
        Assert.All(result.Folds, fold => Assert.Equal(50 - fold.Images, fold.TrainingReport.TrainingImages));
        Assert.Equal(result.Folds.Sum(fold => fold.Accuracy * fold.Images) / 50, result.Accuracy, 1e-12);
        Assert.InRange(result.LogLoss, 0.01, 3);
        Assert.Equal(
            result.LogLoss, _context.Transforms.ResNetClassifier(Tiny.Options(o => o.NumberOfThreads = 1)).CrossValidate(data, 4).LogLoss);
    }

    private IDataView Photographs(int width, int height)
    {
        EncodedRow[] rows = EncodedRow.Many(12);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Image = DrawnImages.Encoded(rows[i].Label, i, width, height);
        return Tiny.Keyed(_context, rows);
    }

    private void CancelAt(string message, CancellationTokenSource source) => _context.Log += (_, e) =>
    {
        if (e.Message.Contains(message, StringComparison.Ordinal))
            source.Cancel();
    };

    private ResNetClassifierEstimator Estimator(
        ResNetTransferLearning learning, Action<ResNetClassifierEstimator.Options>? change = null) =>
        _context.Transforms.ResNetClassifier(Tiny.Options(o =>
        {
            o.TransferLearning = learning;
            change?.Invoke(o);
        }));

    private ResNetClassifierTransformer Fit(
        ResNetTransferLearning learning, Action<ResNetClassifierEstimator.Options>? change = null) =>
        Estimator(learning, change).Fit(
            Tiny.Keyed(_context, EncodedRow.Many(60, seed: 2)), validationData: null, s_pretrained.Value);

    private ResNetClassifierTransformer FitLonger(
        ResNetTransferLearning learning, Action<ResNetClassifierEstimator.Options>? change = null) =>
        Estimator(learning, change).Fit(
            Tiny.Keyed(_context, EncodedRow.Many(300, seed: 2)), validationData: null, s_hardlyTrained.Value);
}
