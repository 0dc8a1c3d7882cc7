using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class MultiLabelErrorTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly IndicatorRow[] _rows = [.. EncodedRow.Many(12).Select((row, i) => new IndicatorRow
    {
        Image = row.Image,
        Path = row.Path,
        Labels = [i % 2, i % 3 == 0 ? 1 : 0],
    })];

    [Theory]
    [InlineData(0.5f)]
    [InlineData(2)]
    [InlineData(float.NaN)]
    public void AnIndicatorThatIsNotIsNamedByRowAndSlot(float value)
    {
        _rows[7].Labels[1] = value;
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Fit(o => o.ImagePathColumnName = "Path"));
        Assert.Equal(
            FormattableString.Invariant($"Row 7 ('image-7.png'): label 1 is {value}; an indicator must be 0 or 1."),
            error.Message);
    }

    [Fact]
    public void NoLabelAtAllIsRefused()
    {
        foreach (IndicatorRow row in _rows)
            row.Labels = [0, 0];
        ArgumentException error = Assert.Throws<ArgumentException>(() => Fit());
        Assert.Contains("No image of the training set has a label", error.Message);
    }

    [Theory]
    [InlineData("Path")]
    [InlineData("Many")]
    public void AColumnOfAnotherTypeIsRefusedBeforeAndInFit(string column)
    {
        IDataView data = _context.Data.LoadFromEnumerable(_rows);
        ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(
            Tiny.Options(o => o.LabelColumnName = column));
        foreach (Action action in new Action[]
        {
            () => estimator.Fit(data), () => estimator.GetOutputSchema(SchemaShapes.Create(data.Schema)),
        })
        {
            string message = Assert.Throws<ArgumentOutOfRangeException>(action).Message;
            Assert.Contains($"The label column '{column}'", message);
            Assert.Contains("must be a key (of UInt32), or for any number of labels a vector", message);
        }
    }

    [Fact]
    public void ThresholdsAreForTheirKindOfModel()
    {
        ResNetClassifierTransformer sets = Fit();
        ResNetClassifierTransformer one = Tiny.Fit(_context, Tiny.Keyed(_context, EncodedRow.Many(12)));
        Assert.Throws<InvalidOperationException>(() => sets.WithUnknownThreshold(0.5f));
        Assert.Throws<InvalidOperationException>(() => one.WithLabelThreshold(0.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => sets.WithLabelThreshold(1.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.WithUnknownThreshold(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => one.WithUnknownThreshold(-1));
    }

    [Fact]
    public void AveragePrecisionStopsOnlyWhatHasLabels()
    {
        var stopping = new ResNetEarlyStopping { Metric = ResNetEarlyStoppingMetric.ValidationMeanAveragePrecision };
        ArgumentException error = Assert.Throws<ArgumentException>(() => Tiny.Fit(
            _context, Tiny.Keyed(_context, EncodedRow.Many(12)),
            o => (o.EarlyStopping, o.ValidationFraction) = (stopping, 0.5f)));
        Assert.Contains("every image has one class", error.Message);
        Assert.NotNull(Fit(o => (o.EarlyStopping, o.ValidationFraction) = (stopping, 0.5f)));
    }

    [Fact]
    public void ValidationLabelsOfAnotherKindAreRefused()
    {
        IDataView sets = _context.Data.LoadFromEnumerable(_rows), one = Tiny.Keyed(_context, EncodedRow.Many(12));
        IDataView labels = _context.Transforms.CopyColumns("Labels", "Label").Fit(one).Transform(one);
        ArgumentException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Transforms.ResNetClassifier(Tiny.Options(o => o.LabelColumnName = "Labels")).Fit(sets, labels));
        Assert.Contains("in the validation set, but of type", error.Message);
    }

    [Fact]
    public void EvaluationNamesWhatDoesNotFit()
    {
        IDataView scored = Fit().Transform(_context.Data.LoadFromEnumerable(_rows));
        MulticlassClassificationCatalog catalog = _context.MulticlassClassification;
        Assert.Contains("'Labelz'", Assert.Throws<ArgumentOutOfRangeException>(
            () => catalog.EvaluateMultiLabel(scored, "Labelz")).Message);
        Assert.Contains("'Path'", Assert.Throws<ArgumentOutOfRangeException>(
            () => catalog.EvaluateMultiLabel(scored, "Labels", "Path")).Message);
        Assert.Contains("'Score'", Assert.Throws<ArgumentOutOfRangeException>(
            () => catalog.EvaluateMultiLabel(scored, "Labels", "Score", "Score")).Message);
        IDataView classes = Tiny.Keyed(_context, EncodedRow.Many(12));
        Assert.Contains("one class", Assert.Throws<ArgumentOutOfRangeException>(
            () => catalog.EvaluateMultiLabel(Tiny.Fit(_context, classes).Transform(classes))).Message);
    }

    private ResNetClassifierTransformer Fit(Action<ResNetClassifierEstimator.Options>? change = null) =>
        _context.Transforms.ResNetClassifier(Tiny.Options(o =>
        {
            (o.LabelColumnName, o.Epochs) = ("Labels", 1);
            change?.Invoke(o);
        })).Fit(_context.Data.LoadFromEnumerable(_rows));

    private sealed class IndicatorRow
    {
        public byte[] Image { get; set; } = [];

        public string Path { get; set; } = "";

        [VectorType(2)]
        public float[] Labels { get; set; } = [];

        // Of any length: no label of a slot.
        public float[] Many { get; set; } = [];
    }
}
