using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class BestEpochTests
{
    [Theory]
    [InlineData(ResNetEarlyStoppingMetric.ValidationLoss, new[] { 3.0, 2, 2.5, 1, 1.5 }, 4)]
    [InlineData(ResNetEarlyStoppingMetric.ValidationAccuracy, new[] { 0.3, 0.5, 0.4, 0.5, 0.2 }, 2)] // the first of equals
    [InlineData(ResNetEarlyStoppingMetric.TrainLoss, new[] { 3.0, 2, 1, 0.5, 0.25 }, 5)]
    public void KeepsTheWeightsOfTheBestEpoch(ResNetEarlyStoppingMetric metric, double[] values, int best)
    {
        BestEpoch epochs = new(new ResNetEarlyStopping { Metric = metric, Patience = 100 }, 2, 1);
        Assert.Equal(0, epochs.Epoch);
        for (int epoch = 1; epoch <= values.Length; epoch++)
            epochs.Update(Metrics(epoch, values[epoch - 1]), [epoch, epoch + 0.5f], [-epoch]);
        Assert.Equal(best, epochs.Epoch);
        Assert.Equal([best, best + 0.5f], epochs.Parameters);
        Assert.Equal([-best], epochs.Statistics);
    }

    [Fact]
    public void PatienceRunsOutWithoutSufficientImprovement()
    {
        BestEpoch epochs = new(new ResNetEarlyStopping { Metric = ResNetEarlyStoppingMetric.TrainLoss, Patience = 2, MinimumImprovement = 0.5 }, 1, 1);
        double[] values = [3, 2.8, 2.4, 2.2, 2.0, 1.95];
        bool[] spent = [false, false, false, false, true, true];
        for (int i = 0; i < values.Length; i++)
        {
            epochs.Update(Metrics(i + 1, values[i]), [i], [i]);
            Assert.Equal(spent[i], epochs.IsPatienceSpent(i + 1));
        }
        // An improvement below the minimum still makes the best epoch.
        Assert.Equal(6, epochs.Epoch);
    }

    private static ResNetEpochMetrics Metrics(int epoch, double value) => new()
    {
        Epoch = epoch,
        Epochs = 10,
        TrainLoss = value,
        TrainAccuracy = value,
        ValidationLoss = value,
        ValidationAccuracy = value,
        LearningRate = 1,
        ImagesPerSecond = 1,
        Elapsed = TimeSpan.Zero,
        Remaining = TimeSpan.Zero,
    };
}
