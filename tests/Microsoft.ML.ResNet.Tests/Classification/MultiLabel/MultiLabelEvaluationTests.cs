using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class MultiLabelEvaluationTests
{
    private readonly MLContext _context = new();

    // Truth, prediction and scores of three images and labels, the last of which never occurs.
    private static readonly EvaluatedRow[] s_rows =
    [
        new() { Label = [true, true, false], PredictedLabel = [1], Score = [0.9f, 0.4f, 0.1f] },
        new() { Label = [true, false, false], PredictedLabel = [2, 1], Score = [0.8f, 0.7f, 0.2f] },
        new() { Label = [false, false, false], PredictedLabel = [], Score = [0.3f, 0.1f, 0] },
        new() { Label = [true, true, true], PredictedLabel = [], Score = [float.NaN, float.NaN, float.NaN] },
    ];

    [Fact]
    public void MetricsAreThoseOfTheirDefinitions()
    {
        ResNetMultiLabelMetrics metrics =
            _context.MulticlassClassification.EvaluateMultiLabel(_context.Data.LoadFromEnumerable(s_rows));

        Assert.Equal(3, metrics.Images); // the last one has no scores
        Assert.Equal(2.0 * 2 / (2 * 2 + 1 + 1), metrics.MicroF1, 1e-12);
        Assert.Equal((1.0 + 0) / 2, metrics.MacroF1, 1e-12);
        Assert.Equal(1 / 3.0, metrics.ExactMatch, 1e-12);
        Assert.Equal(2 / 9.0, metrics.HammingLoss, 1e-12);
        Assert.Equal((1 + 0.5) / 2, metrics.MeanAveragePrecision, 1e-12);
        Assert.Equal([2, 1, 0], metrics.PerLabel.Select(label => label.Images));
        Assert.Equal([1, 0, double.NaN], metrics.PerLabel.Select(label => label.Precision));
        Assert.Equal([1, 0, double.NaN], metrics.PerLabel.Select(label => label.Recall));
        Assert.Equal([1, 0, double.NaN], metrics.PerLabel.Select(label => label.F1));
        Assert.Equal([1, 0.5, double.NaN], metrics.PerLabel.Select(label => label.AveragePrecision));
        Assert.Equal(["1", "2", "3"], metrics.PerLabel.Select(label => label.Name));
        Assert.StartsWith("3 images: F1 0.6667 micro", metrics.ToString());
    }

    [Fact]
    public void NoImageIsRefused() => Assert.Contains("no images", Assert.Throws<ArgumentException>(
        () => _context.MulticlassClassification.EvaluateMultiLabel(
            _context.Data.LoadFromEnumerable(s_rows.Skip(3)))).Message);

    private sealed class EvaluatedRow
    {
        [VectorType(3)]
        public bool[] Label { get; set; } = [];

        [KeyType(3)]
        public uint[] PredictedLabel { get; set; } = [];

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }
}
