using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Features;

/// <summary>Tests of the featurizer in ML.NET.</summary>
public sealed class FeaturizerTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(30);
    private readonly IDataView _data;
    private readonly ResNetClassifierTransformer _classifier;

    public FeaturizerTests()
    {
        _data = Tiny.Keyed(_context, _rows);
        _classifier = Tiny.Fit(_context, _data);
    }

    [Fact]
    public void PooledFeaturesTimesHeadWeightsGiveTheLogits()
    {
        float[][] features = Vectors.Of(Featurize());
        float[][] scores = Scores.Read(_context, _classifier.Transform(_data));
        ResNetModel network = _classifier.Model.Network;
        HeadLayout head = network.CreateLayout().Head;
        for (int row = 0; row < features.Length; row++)
        {
            Assert.Equal(head.Features, features[row].Length);
            double[] logits = ReferenceLayers.Logits(
                head with { Pixels = 1 }, 1, features[row].ToDouble(), Values(head.Weights), Values(head.Bias));
            double[] probabilities = ReferenceLayers.Softmax(head.Classes, logits);
            for (int i = 0; i < probabilities.Length; i++)
                Assert.Equal(probabilities[i], scores[row][i], 1e-5);
        }

        double[] Values(ParameterRange range) =>
            network.Parameters.Span.Slice((int)range.Offset, (int)range.Length).ToDouble();
    }

    [Fact]
    public void ColumnsHaveTheRightTypesAndSlotNames()
    {
        IDataView data = Featurize(
            new("Features"), new("Low", ResNetFeatures.Stage(1)), new("High", ResNetFeatures.Stage(2)));

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 16), data.Schema["Features"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 8, 16, 16), data.Schema["Low"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 16, 8, 8), data.Schema["High"].Type);
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Features"].GetSlotNames(ref names);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"Channel{i}"), names.DenseValues().Select(name => $"{name}"));
        Assert.False(data.Schema["Low"].HasSlotNames());

        float[][] pooled = Vectors.Of(data), high = Vectors.Of(data, "High");
        Assert.Equal(8 * 16 * 16, Vectors.Of(data, "Low")[0].Length);
        for (int c = 0; c < 16; c++)
            Assert.Equal(high[3].AsSpan(c * 64, 64).ToArray().Average(), pooled[3][c], 1e-5);
    }

    [Fact]
    public void SchemaIsKnownBeforeFitting()
    {
        ResNetFeaturizerEstimator estimator = _context.Transforms.ResNetFeaturizer(_classifier, "Path");
        SchemaShape before = estimator.GetOutputSchema(SchemaShapes.Create(_data.Schema));
        SchemaShape after = SchemaShapes.Create(estimator.Fit(_data).GetOutputSchema(_data.Schema));
        foreach (SchemaShape.Column column in after)
        {
            SchemaShape.Column known = before.Single(c => c.Name == column.Name);
            Assert.Equal((column.Kind, column.ItemType, column.IsKey), (known.Kind, known.ItemType, known.IsKey));
            Assert.Equal(column.Annotations.Select(a => a.Name), known.Annotations.Select(a => a.Name));
        }
        Assert.Equal(before.Count, after.Count);
    }

    [Fact]
    public void ComputesOnlyTheRequestedColumns()
    {
        var featurizer = Fit(new("Features"), new("Low", ResNetFeatures.Stage(1)));
        IDataView data = featurizer.Transform(_data);
        Assert.Equal(30, data.GetColumn<string>("Path").Count());
        Assert.False(featurizer.IsLoaded);

        FeatureBindings bindings = new(
            featurizer.Model, featurizer.Model.Shapes(),
            new SharedNetwork<FeatureNetwork>(context => new(featurizer.Model.Network, 2, context, default)),
            _data.Schema);
        using ImageComputation low = bindings.Compute([data.Schema["Path"], data.Schema["Low"]]);
        Assert.Equal(8 * 16 * 16, low.RowLength);
        using ImageComputation both = bindings.Compute([data.Schema["Low"], data.Schema["Features"]]);
        Assert.Equal(8 * 16 * 16 + 16, both.RowLength);
    }

    [Fact]
    public void EnginesAndParallelCursorsMatchBatches()
    {
        var featurizer = Fit(new("Low", ResNetFeatures.Stage(1)), new("Features"));
        IDataView data = featurizer.Transform(_data);
        float[][] expected = Vectors.Of(data);
        using (var engine = _context.Model.CreatePredictionEngine<EncodedRow, FeatureRow>(featurizer))
        {
            for (int i = 0; i < _rows.Length; i++)
                Assert.Equal(expected[i], engine.Predict(_rows[i]).Features);
        }
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var engine = _context.Model.CreatePredictionEngine<EncodedRow, FeatureRow>(featurizer);
            Assert.Equal(expected[5], engine.Predict(_rows[5]).Features);
            Assert.Equal(expected, Vectors.Of(data));
        });
        Assert.Equal(expected, Vectors.Of(_context.Data.Cache(data, "Features", "Low")));
        Assert.Equal(expected[7..], Vectors.Of(_context.Data.SkipRows(data, 7)));
    }

    [Fact]
    public void DisposeFreesNativeMemory()
    {
        var featurizer = Fit(new ResNetFeatureColumn("Features"));
        IDataView data = featurizer.Transform(_data);
        float[][] expected = Vectors.Of(data);
        Assert.True(featurizer.IsLoaded);
        _classifier.Dispose();
        featurizer.Dispose();
        Assert.False(featurizer.IsLoaded);
        Assert.Equal(expected, Vectors.Of(data));
    }

    [Fact]
    public void BadImagesThrowOrGiveNaN()
    {
        _rows[4].Image = "no image"u8.ToArray();
        IDataView data = Tiny.Keyed(_context, _rows);
        IDataView Transform(ResNetBadImagePolicy? policy) => _context.Transforms.ResNetFeaturizer(
            new ResNetFeaturizerEstimator.Options
            {
                Model = _classifier, BadImages = policy, ImagePathColumnName = "Path",
            }).Fit(data).Transform(data);

        var error = Assert.Throws<InvalidDataException>(() => Vectors.Of(Transform(null)));
        Assert.StartsWith("Row 4 ('image-4.png')", error.Message);
        float[][] features = Vectors.Of(Transform(ResNetBadImagePolicy.Skip));
        Assert.All(features[4], value => Assert.Equal(float.NaN, value));
        Assert.All(features.Where((_, i) => i != 4), row => Assert.DoesNotContain(float.NaN, row));
    }

    [Fact]
    public void AcceptsEveryKindOfImageColumn()
    {
        ResNetClassifierTransformer ofImageColumn = Train("Image");
        float[][] ofImages = Features(ofImageColumn), ofPixels = Features(Train("Pixels"));
        for (int i = 0; i < ofImages.Length; i++)
        {
            for (int c = 0; c < 16; c++)
                Assert.Equal(ofImages[i][c], ofPixels[i][c], 1e-3);
        }
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Transforms.ResNetFeaturizer(ofImageColumn, imageColumnName: "Pixels").Fit(Keyed()));
        Assert.Contains("'Pixels'", error.Message);

        // Creates new images each time, because ExtractPixels disposes them.
        IDataView Keyed()
        {
            IDataView images = _context.Data.LoadFromEnumerable(ImageRow.Many(9));
            return _context.Transforms.ExtractPixels("Pixels", "Image")
                .Append(_context.Transforms.Conversion.MapValueToKey("Label")).Fit(images).Transform(images);
        }

        ResNetClassifierTransformer Train(string column) => Tiny.Fit(
            _context, Keyed(), o => (o.ImageColumnName, o.Epochs) = (column, 1));

        float[][] Features(ResNetClassifierTransformer model) =>
            Vectors.Of(_context.Transforms.ResNetFeaturizer(model).Fit(Keyed()).Transform(Keyed()));
    }

    [Fact]
    public void LargerInputsGiveLargerMaps()
    {
        IDataView data = _context.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
        {
            Model = _classifier, ImageHeight = 24, ImageWidth = 40, Columns = [new("Map", ResNetFeatures.Stage(2))],
        }).Fit(_data).Transform(_data);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 16, 12, 20), data.Schema["Map"].Type);
        Assert.Equal(30, Vectors.Of(data, "Map").Length);
    }

    [Theory]
    [InlineData(ResNetPrecision.BFloat16)]
    [InlineData(ResNetPrecision.Int8)]
    public void PrecisionDefaultsToTheClassifiers(ResNetPrecision precision)
    {
        using ResNetClassifierTransformer rounded = precision == ResNetPrecision.Int8
            ? _classifier.Quantize(_data)
            : _classifier.WithPrecision(precision);
        float[][] exact = Vectors.Of(Featurize());
        var featurizer = _context.Transforms.ResNetFeaturizer(rounded).Fit(_data);
        Assert.Equal(precision, featurizer.Precision);
        Assert.NotEqual(exact, Vectors.Of(featurizer.Transform(_data)));
        Assert.Equal(exact, Vectors.Of(_context.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
        {
            Model = rounded, Precision = ResNetPrecision.Float32,
        }).Fit(_data).Transform(_data)));
    }

    [Fact]
    public void IgnoresTestTimeAugmentation() => Assert.Equal(
        Vectors.Of(Featurize()),
        Vectors.Of(_context.Transforms.ResNetFeaturizer(
            _classifier.WithTestTimeAugmentation(ResNetTestTimeAugmentation.Flip)).Fit(_data).Transform(_data)));

    private ResNetFeaturizerTransformer Fit(params ResNetFeatureColumn[] columns) =>
        _context.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
        {
            Model = _classifier, Columns = columns,
        }).Fit(_data);

    private IDataView Featurize(params ResNetFeatureColumn[] columns) =>
        (columns.Length == 0 ? _context.Transforms.ResNetFeaturizer(_classifier).Fit(_data) : Fit(columns))
            .Transform(_data);
}
