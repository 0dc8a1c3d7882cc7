using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class SchemaTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(typeof(string))]
    [InlineData(typeof(int))]
    [InlineData(typeof(bool))]
    [InlineData(typeof(double))]
    public void TheSchemaBeforeFittingMatchesTheOutput(Type labelType)
    {
        IDataView data = WithLabels(labelType);
        ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(Tiny.Options());

        SchemaShape promised = estimator.GetOutputSchema(SchemaShapes.Create(data.Schema));
        SchemaShape actual = SchemaShapes.Create(estimator.Fit(data).GetOutputSchema(data.Schema));

        Assert.Equal(Describe(actual), Describe(promised));
    }

    [Fact]
    public void ColumnsHaveTheAnnotationsThatEvaluatorsNeed()
    {
        IDataView data = WithLabels(typeof(string));
        DataViewSchema schema = Tiny.Fit(_context, data).GetOutputSchema(data.Schema);

        var score = (VectorDataViewType)schema["Score"].Type;
        Assert.Equal((3, NumberDataViewType.Single), (score.Size, score.ItemType));
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Score"].GetSlotNames(ref names);
        Assert.Equal(DrawnImages.Classes, names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(3UL, ((KeyDataViewType)schema["PredictedLabel"].Type).Count);
        VBuffer<ReadOnlyMemory<char>> keys = default;
        schema["PredictedLabel"].GetKeyValues(ref keys);
        Assert.Equal(DrawnImages.Classes, keys.DenseValues().Select(name => name.ToString()));
        Assert.Equal("MulticlassClassification", Text(schema["Score"], "ScoreColumnKind"));
        Assert.Equal("Score", Text(schema["Score"], "ScoreValueKind"));
        Assert.Equal("PredictedLabel", Text(schema["PredictedLabel"], "ScoreValueKind"));
    }

    [Fact]
    public void TwoClassifiersInOneChainKeepTheirColumnsApart()
    {
        IDataView data = WithLabels(typeof(string));
        IDataView once = Tiny.Fit(_context, data).Transform(data);
        DataViewSchema twice =
            Tiny.Fit(_context, once, o => (o.ScoreColumnName, o.PredictedLabelColumnName) = ("S2", "P2"))
            .GetOutputSchema(once.Schema);

        Assert.Equal(1u, Set(twice["Score"]));
        Assert.Equal(2u, Set(twice["S2"]));
        Assert.Equal(2u, Set(twice["P2"]));
    }

    [Fact]
    public void NamesMissingAndExistingColumns()
    {
        IDataView data = WithLabels(typeof(string));
        foreach (Action<ResNetClassifierEstimator.Options> change in new Action<ResNetClassifierEstimator.Options>[]
            { o => o.LabelColumnName = "Absent", o => o.ImageColumnName = "Absent" })
        {
            ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(Tiny.Options(change));
            foreach (ArgumentException error in new[]
                {
                    Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)),
                    Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShapes.Create(data.Schema))),
                })
            {
                Assert.Contains("'Absent'", error.Message);
                Assert.Contains("'Image', 'Path', 'Text'", error.Message);
            }
        }
    }

    [Fact]
    public void SuggestsMapValueToKeyForALabelThatIsNotAKey()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(6));
        ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(Tiny.Options());

        Assert.Contains("MapValueToKey(\"Label\")",
            Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
        Assert.Contains("MapValueToKey(\"Label\")", Assert.Throws<ArgumentOutOfRangeException>(
            () => estimator.GetOutputSchema(SchemaShapes.Create(data.Schema))).Message);
    }

    [Fact]
    public void ListsTheAcceptedImageTypes()
    {
        IDataView data = WithLabels(typeof(string));
        ResNetClassifierEstimator estimator =
            _context.Transforms.ResNetClassifier(Tiny.Options(o => o.ImageColumnName = "Path"));

        foreach (string message in new[]
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message,
                Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(SchemaShapes.Create(data.Schema))).Message,
            })
        {
            Assert.Contains("'Path'", message);
            Assert.Contains("MLImage", message);
            Assert.Contains("LoadRawImageBytes", message);
            Assert.Contains("ExtractPixels", message);
        }
    }

    private IDataView WithLabels(Type type)
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(12).Select((row, i) => new TypedRow
        {
            Image = row.Image,
            Path = row.Path,
            Text = row.Label,
            Number = i % 3 * 10,
            Truth = i % 2 == 0,
            Real = i % 3 + 0.5,
        }));
        string source = type == typeof(string) ? "Text"
            : type == typeof(int) ? "Number"
            : type == typeof(bool) ? "Truth"
            : "Real";
        return _context.Transforms.Conversion.MapValueToKey("Label", source).Fit(data).Transform(data);
    }

    private static List<string> Describe(SchemaShape shape)
    {
        static string Annotations(SchemaShape.Column column) => string.Join(", ", Describe(column.Annotations));
        return [.. shape.Select(c => $"{c.Name}: {c.Kind} {c.ItemType} {c.IsKey} ({Annotations(c)})").Order()];
    }

    private static string Text(DataViewSchema.Column column, string kind)
    {
        ReadOnlyMemory<char> value = default;
        column.Annotations.GetValue(kind, ref value);
        return value.ToString();
    }

    private static uint Set(DataViewSchema.Column column)
    {
        uint value = 0;
        column.Annotations.GetValue("ScoreColumnSetId", ref value);
        return value;
    }

    private sealed class TypedRow
    {
        public byte[] Image { get; set; } = [];

        public string Path { get; set; } = "";

        public string Text { get; set; } = "";

        public int Number { get; set; }

        public bool Truth { get; set; }

        public double Real { get; set; }
    }
}
