using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class ExampleWeightTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly WeightedRow[] _rows =
        [.. EncodedRow.Many(36).Select(row => new WeightedRow { Image = row.Image, Label = row.Label, Path = row.Path })];

    [Fact]
    public void OnlyRatiosMatter()
    {
        foreach (WeightedRow row in _rows)
            row.Weight = 4;
        string same = Fit(o => o.ExampleWeightColumnName = "Weight");
        Assert.Equal(Fit(_ => { }), same);
        _rows[3].Weight = 1;
        Assert.NotEqual(same, Fit(o => o.ExampleWeightColumnName = "Weight"));
    }

    [Fact]
    public void RowsOfWeight0TeachNothing()
    {
        // Two in three labels are lies, which are weighted 0.
        for (int i = 0; i < _rows.Length; i++)
            (_rows[i].Label, _rows[i].Weight) = (i % 9 < 6 ? "disc" : _rows[i].Label, i % 9 < 6 ? 0 : 1);
        WeightedRow[] told = [.. _rows.Where(row => row.Weight > 0)];
        Assert.Equal(3, told.DistinctBy(row => row.Label).Count());
        void Options(ResNetClassifierEstimator.Options o) => (o.Epochs, o.ExampleWeightColumnName) = (30, "Weight");

        IDataView data = Keyed(), truth = _context.Data.LoadFromEnumerable(told);
        IDataView keyedTruth = _context.Transforms.Conversion.MapValueToKey("Label")
            .Fit(_context.Data.LoadFromEnumerable(_rows)).Transform(truth);
        double Accuracy(Action<ResNetClassifierEstimator.Options> options) => _context.MulticlassClassification.Evaluate(
            Tiny.Fit(_context, data, options).Transform(keyedTruth)).MacroAccuracy;

        Assert.InRange(Accuracy(Options), 0.9, 1);
        Assert.InRange(Accuracy(o => o.Epochs = 30), 0, 0.8);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AWeightThatCannotBeIsNamedByRowAndPath(float weight)
    {
        _rows[7].Weight = weight;
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => Fit(o => (o.ExampleWeightColumnName, o.ImagePathColumnName) = ("Weight", "Path")));
        Assert.Equal(
            FormattableString.Invariant(
                $"Row 7 ('image-7.png'): the example weight is {weight}; it must be at least 0 and finite."), error.Message);
    }

    [Fact]
    public void SomeWeightMustBeAbove0()
    {
        foreach (WeightedRow row in _rows)
            row.Weight = 0;
        ArgumentException error = Assert.Throws<ArgumentException>(() => Fit(o => o.ExampleWeightColumnName = "Weight"));
        Assert.Contains("sum to 0", error.Message);
    }

    [Fact]
    public void AColumnThatIsMissingOrNoSingleIsRefusedBeforeAndInFit()
    {
        foreach ((string column, string complaint) in new[]
        {
            ("Wait", "There is no example weight column 'Wait'."),
            ("Path", "The example weight column 'Path' is of type"),
        })
        {
            ArgumentException error = Assert.Throws<ArgumentOutOfRangeException>(
                () => Fit(o => o.ExampleWeightColumnName = column));
            Assert.Contains(complaint, error.Message);
            ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(
                Tiny.Options(o => o.ExampleWeightColumnName = column));
            error = Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShapes.Create(Keyed().Schema)));
            Assert.Contains(complaint, error.Message);
        }
    }

    private IDataView Keyed()
    {
        IDataView data = _context.Data.LoadFromEnumerable(_rows);
        return _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    private string Fit(Action<ResNetClassifierEstimator.Options> change) =>
        Tiny.Fit(_context, Keyed(), change).WeightsSha256;

    private sealed class WeightedRow
    {
        public byte[] Image { get; set; } = [];

        public string Label { get; set; } = "";

        public string Path { get; set; } = "";

        public float Weight { get; set; } = 1;
    }
}
