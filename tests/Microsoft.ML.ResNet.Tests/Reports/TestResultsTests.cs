using Microsoft.ML.ResNet.Reports;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class TestResultsTests
{
    [Fact]
    public void CalibrationErrorMatchesItsDefinition()
    {
        ReliabilityBins bins = new(10);
        bins.Add(0.95, true);
        bins.Add(0.91, false);
        bins.Add(0.99, true);
        bins.Add(0.55, true);
        // Bin 10: confidence 0.95, accuracy 2/3, three of four; bin 6: 0.55 and 1.
        Assert.Equal(3 / 4.0 * (0.95 - 2 / 3.0) + 1 / 4.0 * 0.45, bins.ExpectedCalibrationError, 1e-9);
        Assert.Equal(3, bins.Predictions(9));
        Assert.Equal(1, bins.Predictions(5));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(0.100001, 1)]
    [InlineData(1, 9)]
    public void BinsIncludeTheirUpperBound(double probability, int bin)
    {
        ReliabilityBins bins = new(10);
        bins.Add(probability, true);
        Assert.Equal(1, bins.Predictions(bin));
    }

    [Fact]
    public void CountsClassesAndKeepsTheWorstImages()
    {
        TestResults results = new(3, false, 0, new ResNetReportOptions { MostWrongImages = 2, MostConfusedPairs = 1 });
        results.Add(0, [0], [0.7f, 0.2f, 0.1f]);
        results.Add(1, [0], [0.3f, 0.6f, 0.1f]);
        results.Add(2, [0], [0.01f, 0.95f, 0.04f]);
        results.Add(3, [1], [0.1f, 0.8f, 0.1f]);
        results.Add(4, [2], [0.1f, 0.5f, 0.4f]);
        results.Add(5, null, [0.1f, 0.5f, 0.4f]);
        results.Add(6, [1], [float.NaN, float.NaN, float.NaN]);
        results.Finish();

        Assert.Equal((5, 2), (results.Images, results.Skipped));
        Assert.Equal(2 / 5.0, results.Confusion!.Accuracy, 1e-9);
        Assert.Equal((1 / 3.0 + 1 + 0) / 3, results.Confusion.MacroAccuracy, 1e-9);
        Assert.Equal(2, results.Confusion[0, 1]);
        Assert.Equal(1 / 4.0, results.Confusion.Precision(1), 1e-9);
        Assert.Equal(
            -(Math.Log(0.7) + Math.Log(0.3) + Math.Log(0.01) + Math.Log(0.8) + Math.Log(0.4)) / 5, results.LogLoss, 1e-6);
        Assert.Equal([2L, 1L], results.MostWrong.Select(image => image.Row));
        ConfusedPair pair = Assert.Single(results.MostConfused);
        Assert.Equal((0, 1, 2L), (pair.True, pair.Predicted, pair.Count));
        Assert.Equal([2L, 1L], pair.Examples.Select(image => image.Row));
        Assert.Equal([0, 1], results.Confusion.MostConfused(2));
    }

    [Fact]
    public void CountsEveryLabelOfMultiLabelImages()
    {
        TestResults results = new(2, true, 0.5f, new ResNetReportOptions());
        results.Add(0, [0, 1], [0.9f, 0.8f]);
        results.Add(1, [], [0.2f, 0.6f]);
        results.Finish();
        double first = -(Math.Log(0.9) + Math.Log(0.8)) / 2, second = -(Math.Log(0.8) + Math.Log(0.4)) / 2;
        Assert.Equal((first + second) / 2, results.LogLoss, 1e-6);
        WrongImage wrong = Assert.Single(results.MostWrong);
        Assert.Equal(1, wrong.Row);
        Assert.Equal([1], wrong.Predicted);
        Assert.Equal(4, results.Reliability.Total);
    }
}
