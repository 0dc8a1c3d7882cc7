using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class AveragePrecisionTests
{
    [Fact]
    public void IsTheMeanPrecisionAtTheRanksOfPositiveImages()
    {
        Assert.Equal(1, Of([0.9f, 0.8f, 0.1f], [true, true, false]));
        Assert.Equal((1.0 + 2 / 3.0) / 2, Of([0.9f, 0.5f, 0.7f], [true, true, false])!.Value, 1e-12);
        Assert.Equal(1 / 3.0, Of([0.9f, 0.5f, 0.1f], [false, false, true])!.Value, 1e-12);
    }

    // The worked example of scikit-learn's average_precision_score.
    [Fact]
    public void AgreesWithScikitLearn() =>
        Assert.Equal(0.8333, Of([0.1f, 0.4f, 0.35f, 0.8f], [false, false, true, true])!.Value, 1e-4);

    [Fact]
    public void EqualScoresShareARank() => Assert.Equal(0.25, Of([0, 0, 0, 0], [false, true, false, false]));

    [Fact]
    public void IsNullWithoutPositiveImages() => Assert.Null(Of([0.1f, 0.2f], [false, false]));

    [Fact]
    public void TheMeanIgnoresLabelsWithoutImages()
    {
        LabelRanking ranking = new(3);
        ranking.Add([0.9f, 0.2f, 0.5f], [0]);
        ranking.Add([0.1f, 0.8f, 0.5f], []);
        ranking.Add([0.2f, 0.1f, 0.5f], [0, 1]);
        Assert.Equal([1, 1 / 3.0, null], ranking.AveragePrecisions());
        Assert.Equal((1 + 1 / 3.0) / 2, ranking.MeanAveragePrecision());
        Assert.Null(new LabelRanking(2).MeanAveragePrecision());
    }

    private static double? Of(float[] scores, bool[] truth) => AveragePrecision.Compute(scores, truth);
}
