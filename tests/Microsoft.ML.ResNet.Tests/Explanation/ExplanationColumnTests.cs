using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class ExplanationColumnTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(24);
    private readonly IDataView _data;
    private readonly ResNetClassifierTransformer _model;

    public ExplanationColumnTests()
    {
        _data = Tiny.Keyed(_context, _rows);
        _model = Tiny.Fit(_context, _data);
    }

    public void Dispose() => _model.Dispose();

    [Fact]
    public void TheColumnEqualsExplain()
    {
        IDataView explained = _context.Transforms.ResNetExplanation(_model).Fit(_data).Transform(_data);
        Assert.Equal([16, 16], ((VectorDataViewType)explained.Schema["Explanation"].Type).Dimensions.ToArray());
        float[][] maps = Maps(explained);
        for (int i = 0; i < _rows.Length; i++)
            Assert.Equal(_model.Explain(_rows[i].Image).Map.ToArray(), maps[i]);
    }

    [Fact]
    public void CanBeSavedLoadedAndUsedInAPredictionEngine()
    {
        ResNetExplanationOptions options = new() { Method = ResNetExplanationMethod.Occlusion, ClassName = "ring" };
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.ResNetExplanation(_model, options: options));
        IDataView data = _context.Data.LoadFromEnumerable(_rows);
        Assert.Equal(
            "Explanation", pipeline.GetOutputSchema(SchemaShapes.Create(data.Schema)).Single(c => c.Name == "Explanation").Name);
        ITransformer fitted = pipeline.Fit(data);
        using MemoryStream stream = new();
        _context.Model.Save(fitted, data.Schema, stream);
        ITransformer loaded = new MLContext().Model.Load(new MemoryStream(stream.ToArray()), out _);

        using var engine = _context.Model.CreatePredictionEngine<EncodedRow, Explained>(loaded);
        float[] expected = _model.Explain(_rows[5].Image, options).Map.ToArray();
        Assert.Equal(expected, engine.Predict(_rows[5]).Explanation);
        Assert.Equal(expected, Maps(loaded.Transform(data))[5]);
    }

    [Fact]
    public void ExplainsVectorsOfPixels()
    {
        var images = _context.Data.LoadFromEnumerable(ImageRow.Many(24));
        IDataView data = _context.Transforms.ExtractPixels("Pixels", "Image")
            .Append(_context.Transforms.Conversion.MapValueToKey("Label")).Fit(images).Transform(images);
        data = _context.Data.Cache(data, "Pixels", "Label"); // images can be read only once
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data, options => options.ImageColumnName = "Pixels");
        float[][] maps = Maps(_context.Transforms.ResNetExplanation(model).Fit(data).Transform(data));
        Assert.Equal(24, maps.Length);
        Assert.Contains(maps, map => map.Max() == 1 && map.Min() < 0.5);
        ArgumentException e = Assert.Throws<ArgumentException>(() => model.Explain(_rows[0].Image));
        Assert.Contains("ResNetExplanation", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAMissingImageColumn()
    {
        IDataView other = _context.Data.LoadFromEnumerable(new[] { new { Picture = new byte[3] } });
        ArgumentException e = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Transforms.ResNetExplanation(_model).Fit(other));
        Assert.Contains("'Image'", e.Message, StringComparison.Ordinal);
    }

    private static float[][] Maps(IDataView data) => [.. data.GetColumn<float[]>("Explanation")];

    private sealed class Explained
    {
        public float[] Explanation { get; set; } = [];
    }
}
