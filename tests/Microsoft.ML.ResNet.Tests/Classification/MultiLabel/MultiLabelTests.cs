using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Training and scoring with any number of labels an image.</summary>
public sealed class MultiLabelTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly Mosaic[] _rows = Mosaic.Drawn(40, 1);

    [Fact]
    public void PredictedLabelsAreKeysWhoseValuesAreTheLabels()
    {
        IDataView data = Keyed();
        ResNetClassifierTransformer model = Fit(data);
        Assert.True(model.IsMultiLabel);
        Assert.Equal(0.5f, model.Threshold);
        Assert.Equal(["disc", "ring", "square"], model.ClassNames.Order());

        Row[] Rows(ResNetClassifierTransformer transformer)
        {
            IDataView scored = transformer.Transform(data);
            return [.. _context.Data.CreateEnumerable<Row>(
                _context.Transforms.Conversion.MapKeyToValue("Found", "PredictedLabel").Fit(scored).Transform(scored),
                reuseRowObject: false)];
        }
        Row[] rows = Rows(model);
        Assert.Contains(rows, row => row.Found.Length > 1);
        Assert.All(Rows(model.WithLabelThreshold(1)), row => Assert.Empty(row.Found));
        Assert.All(rows, row =>
        {
            IEnumerable<int> found = Enumerable.Range(0, 3).Where(i => row.Score[i] >= 0.5f)
                .OrderByDescending(i => row.Score[i]);
            Assert.Equal(found.Select(i => model.ClassNames[i]), row.Found);
        });
        // Not probabilities of one class among others.
        Assert.Contains(rows, row => row.Score.Sum() > 1.2f);
    }

    [Fact]
    public void TheSchemaBeforeFittingIsTheOneAfter()
    {
        IDataView data = Keyed();
        ResNetClassifierEstimator estimator = _context.Transforms.ResNetClassifier(Options(_ => { }));
        SchemaShape before = estimator.GetOutputSchema(SchemaShapes.Create(data.Schema));
        SchemaShape after = SchemaShapes.Create(estimator.Fit(data).Transform(data).Schema);
        Assert.Equal(after.Select(Describe).Order(), before.Select(Describe).Order());
    }

    [Fact]
    public void IndicatorsTeachTheSameAsKeys()
    {
        IDataView data = Keyed();
        string keys = Fit(data).WeightsSha256;
        string[] names = [.. Fit(data).ClassNames];
        IndicatorRow[] rows = [.. _rows.Select(row => new IndicatorRow
        {
            Image = row.Image,
            Flags = [.. names.Select(name => row.Labels.Contains(name))],
            Numbers = [.. names.Select(name => row.Labels.Contains(name) ? 1f : 0)],
        })];
        IDataView indicators = _context.Data.LoadFromEnumerable(rows);
        foreach (string column in new[] { "Flags", "Numbers" })
        {
            ResNetClassifierTransformer model = Fit(indicators, o => o.LabelColumnName = column);
            Assert.Equal(keys, model.WeightsSha256);
            Assert.Equal(["1", "2", "3"], model.ClassNames);
        }

        // Slots have names where a transform gives them.
        IDataView encoded = _context.Transforms.Categorical.OneHotEncoding(
            "Labels", outputKind: Transforms.OneHotEncodingEstimator.OutputKind.Bag)
            .Fit(_context.Data.LoadFromEnumerable(_rows)).Transform(_context.Data.LoadFromEnumerable(_rows));
        ResNetClassifierTransformer bag = Fit(encoded);
        Assert.Equal(names, bag.ClassNames);
        Assert.Equal(keys, bag.WeightsSha256);
    }

    [Fact]
    public void EpochsTellF1AndMeanAveragePrecision()
    {
        List<ResNetEpochMetrics> epochs = [];
        IDataView data = Keyed();
        ResNetClassifierTransformer model = Fit(data, o => o.MetricsCallback = epochs.Add, data);
        ResNetEpochMetrics last = epochs[^1];
        ResNetMultiLabelMetrics metrics = Evaluate(model.Transform(data));
        Assert.Equal(metrics.MicroF1, last.ValidationMicroF1!.Value, 1e-9);
        Assert.Equal(metrics.ExactMatch, last.ValidationAccuracy!.Value, 1e-9);
        Assert.Equal(metrics.MeanAveragePrecision, last.ValidationMeanAveragePrecision!.Value, 1e-4);
        Assert.InRange(last.TrainMicroF1!.Value, 0.1, 1);
        Assert.Contains("F1", last.ToString());

        epochs.Clear();
        IDataView classes = Tiny.Keyed(_context, EncodedRow.Many(12));
        Tiny.Fit(_context, classes, o => o.MetricsCallback = epochs.Add);
        Assert.Null(epochs[0].TrainMicroF1);
        Assert.DoesNotContain("F1", epochs[0].ToString());
    }

    [Fact]
    public void ASavedModelPredictsTheSame()
    {
        IDataView data = Keyed();
        ResNetClassifierTransformer model = Fit(data).WithLabelThreshold(0.3f);
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        var loaded = (ResNetClassifierTransformer)new MLContext().Model.Load(stream, out _);
        Assert.True(loaded.IsMultiLabel);
        Assert.Equal(0.3f, loaded.Threshold);
        Assert.Equal(Keys(model.Transform(data)), Keys(loaded.Transform(data)));
        int Count(ResNetClassifierTransformer of) => Keys(of.Transform(data)).Sum(keys => keys.Length);
        Assert.True(Count(model) > Count(model.WithLabelThreshold(0.7f)));
    }

    [Fact]
    public void OneRowAtATimeGivesTheSame()
    {
        IDataView data = _context.Data.LoadFromEnumerable(_rows);
        ITransformer model = _context.Transforms.Conversion.MapValueToKey("Labels")
            .Append(_context.Transforms.ResNetClassifier(Options(_ => { })))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Found", "PredictedLabel")).Fit(data);
        using PredictionEngine<Mosaic, Row> engine = _context.Model.CreatePredictionEngine<Mosaic, Row>(model);
        Row[] batch = [.. _context.Data.CreateEnumerable<Row>(model.Transform(data), reuseRowObject: false)];
        for (int i = 0; i < 10; i++)
            Assert.Equal(batch[i].Found, engine.Predict(_rows[i]).Found);
    }

    [Fact]
    public void MissingKeysAreNoLabels()
    {
        // Vectors of one length, filled up with empty text, whose key is missing.
        IDataView padded = _context.Data.LoadFromEnumerable(_rows.Select(row => new PaddedRow
        {
            Image = row.Image,
            Labels = [.. row.Labels.Concat(["", "", ""]).Take(3)],
        }));
        IDataView keyed = _context.Transforms.Conversion.MapValueToKey("Labels").Fit(padded).Transform(padded);
        Assert.Equal(Fit(Keyed()).WeightsSha256, Fit(keyed).WeightsSha256);
    }

    [Fact]
    public void RareLabelsCountMoreWhenBalanced()
    {
        float[] weights = ClassWeightTable.OfLabels(
            ResNetClassWeights.Balanced, new UnnamedClassLabels(4), [10, 50, 0, 100], 100)!;
        Assert.Equal([9, 1, 1, 1], weights);
        IDataView data = Keyed();
        Assert.NotEqual(Fit(data).WeightsSha256, Fit(data, o => o.ClassWeights = ResNetClassWeights.Balanced).WeightsSha256);
    }

    [Fact]
    public void ValidationIsHeldOutByTheRarestLabel()
    {
        int[] strata = Strata.Assign(ImageLabels.FromLabels([0, 1, 0, 0], [2, 3, 3, 4]), [3, 1]);
        Assert.Equal([1, 0, 2, 0], strata);
        ResNetClassifierTransformer model = Fit(Keyed(), o => o.ValidationFraction = 0.25f);
        Assert.InRange(model.TrainingReport!.ValidationImages, 8, 12);
    }

    [Fact]
    public void WeightsAndMixingAndBFloat16Train()
    {
        Mosaic[] rows = Mosaic.Drawn(200, 3);
        IDataView data = Keyed(rows);
        ResNetClassifierTransformer model = Fit(data, o =>
        {
            (o.Epochs, o.Augmentation.MixupAlpha, o.Augmentation.CutMixAlpha, o.LabelSmoothing) = (8, 0.2f, 1, 0.05f);
            (o.Precision, o.ExampleWeightColumnName) = (ResNetPrecision.BFloat16, "Weight");
        });
        Assert.InRange(Evaluate(model.Transform(Keyed(Mosaic.Drawn(80, 4), rows))).MicroF1, 0.7, 1);
    }

    private IDataView Keyed() => Keyed(_rows);

    // With the keys of the second rows.
    private IDataView Keyed(Mosaic[] rows, Mosaic[]? keys = null) =>
        _context.Transforms.Conversion.MapValueToKey("Labels").Fit(_context.Data.LoadFromEnumerable(keys ?? rows))
            .Transform(_context.Data.LoadFromEnumerable(rows));

    private static ResNetClassifierEstimator.Options Options(Action<ResNetClassifierEstimator.Options>? change) =>
        Tiny.Options(o =>
        {
            o.LabelColumnName = "Labels";
            change?.Invoke(o);
        });

    private ResNetClassifierTransformer Fit(
        IDataView data, Action<ResNetClassifierEstimator.Options>? change = null, IDataView? validation = null) =>
        _context.Transforms.ResNetClassifier(Options(change)).Fit(data, validation);

    private ResNetMultiLabelMetrics Evaluate(IDataView scored) =>
        _context.MulticlassClassification.EvaluateMultiLabel(scored, "Labels");

    private uint[][] Keys(IDataView scored) =>
        [.. _context.Data.CreateEnumerable<KeyRow>(scored, reuseRowObject: false, ignoreMissingColumns: true)
            .Select(row => row.PredictedLabel)];

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} "
        + string.Join(",", column.Annotations.Select(a => $"{a.Name} {a.Kind} {a.ItemType}").Order());

    private sealed class Row
    {
        public float[] Score { get; set; } = [];

        public string[] Found { get; set; } = [];
    }

    private sealed class KeyRow
    {
        [KeyType(3)]
        public uint[] PredictedLabel { get; set; } = [];
    }

    private sealed class PaddedRow
    {
        public byte[] Image { get; set; } = [];

        [VectorType(3)]
        public string[] Labels { get; set; } = [];
    }

    private sealed class IndicatorRow
    {
        public byte[] Image { get; set; } = [];

        [VectorType(3)]
        public bool[] Flags { get; set; } = [];

        [VectorType(3)]
        public float[] Numbers { get; set; } = [];
    }
}
