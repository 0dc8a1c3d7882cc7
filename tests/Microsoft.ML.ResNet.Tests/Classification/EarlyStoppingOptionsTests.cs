using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Early stopping and cancelling by the options of the estimator.</summary>
public sealed class EarlyStoppingOptionsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void TheReportSaysWhyItEndedAndWhichEpochItIs()
    {
        ResNetTrainingReport report = Fit(o => o.EarlyStopping = new ResNetEarlyStopping
        {
            Metric = ResNetEarlyStoppingMetric.TrainLoss,
            Patience = 2,
            MinimumImprovement = 100,
        }).TrainingReport!;
        Assert.Equal((ResNetTrainingStopReason.EarlyStopping, 3), (report.StopReason, report.Epochs.Count));
        Assert.Equal(report.Epochs.MinBy(epoch => epoch.TrainLoss)!.Epoch, report.ModelEpoch);

        report = Fit(o => o.Epochs = 2).TrainingReport!;
        Assert.Equal((ResNetTrainingStopReason.Completed, 2, 2), (report.StopReason, report.Epochs.Count, report.ModelEpoch));
    }

    [Fact]
    public void ACancelledFitGivesAModelIfAskedTo()
    {
        using CancellationTokenSource source = new();
        ResNetClassifierTransformer model = Fit(o =>
        {
            (o.CancellationToken, o.ReturnModelWhenCancelled) = (source.Token, true);
            o.MetricsCallback = m =>
            {
                if (m.Epoch == 2)
                    source.Cancel();
            };
        });
        ResNetTrainingReport report = model.TrainingReport!;
        Assert.Equal((ResNetTrainingStopReason.Cancelled, 2, 2), (report.StopReason, report.Epochs.Count, report.ModelEpoch));
    }

    [Fact]
    public void AMetricOfValidationIsRefusedWithoutOneBeforeAnImageIsRead()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Fit(o => o.EarlyStopping = new ResNetEarlyStopping(), new EncodedRow { Image = [1], Label = "disc" }));
        Assert.Contains("ValidationFraction", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesOutOfRangeAreNamed()
    {
        AssertRefused("EarlyStopping.Metric is 9", new() { Metric = (ResNetEarlyStoppingMetric)9 });
        AssertRefused("EarlyStopping.Patience is 0", new() { Patience = 0 });
        AssertRefused("EarlyStopping.MinimumImprovement is NaN", new() { MinimumImprovement = double.NaN });
        AssertRefused("EarlyStopping.MinimumImprovement is -1", new() { MinimumImprovement = -1 });

        void AssertRefused(string message, ResNetEarlyStopping stopping)
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(
                () => _context.Transforms.ResNetClassifier(Tiny.Options(o => o.EarlyStopping = stopping)));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    private ResNetClassifierTransformer Fit(
        Action<ResNetClassifierEstimator.Options> change, params EncodedRow[] more) =>
        Tiny.Fit(_context, Tiny.Keyed(_context, [.. EncodedRow.Many(32), .. more]), o =>
        {
            o.Epochs = 20;
            change(o);
        });
}
