using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class ExplanationTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(24);
    private readonly ResNetClassifierTransformer _model;

    public ExplanationTests() => _model = Tiny.Fit(_context, Tiny.Keyed(_context, _rows));

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(ResNetExplanationMethod.GradCam)]
    [InlineData(ResNetExplanationMethod.Occlusion)]
    public void ExplainsThePredictedClassByDefault(ResNetExplanationMethod method)
    {
        float[] scores = Scores.Read(_context, _model.Transform(Tiny.Keyed(_context, _rows)))[4];
        ResNetExplanation explanation = _model.Explain(_rows[4].Image, new ResNetExplanationOptions { Method = method });
        Assert.Equal(Array.IndexOf(scores, scores.Max()), explanation.ClassIndex);
        Assert.Equal(_model.ClassNames[explanation.ClassIndex], explanation.ClassName);
        Assert.Equal(scores.Max(), explanation.Probability, 1e-4);
        for (int i = 0; i < scores.Length; i++)
            Assert.Equal(scores[i], explanation.Scores[i], 1e-4);
        Assert.Equal((16, 16, 256), (explanation.Height, explanation.Width, explanation.Map.Length));
        Assert.All(explanation.Map.ToArray(), value => Assert.InRange(value, 0, 1));
        Assert.True(explanation.Peak >= 0 && (explanation.Peak == 0 || explanation.Map.ToArray().Max() == 1));

        string other = _model.ClassNames[(explanation.ClassIndex + 1) % 3];
        ResNetExplanation ofOther = _model.Explain(
            _rows[4].Image, new ResNetExplanationOptions { Method = method, ClassName = other });
        Assert.Equal(other, ofOther.ClassName);
        Assert.NotEqual(explanation.Map.ToArray(), ofOther.Map.ToArray());
    }

    [Fact]
    public void OcclusionAveragesTheDropInProbabilityOverPatches()
    {
        InputImage image = InputImage.FromStored(
            ImagePreprocessing.Decode(_rows[1].Image, _model.Model.Specification), _model.Model.Specification,
            _model.Model.Network);
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(_model.Model.Network, context);
        float[] whole = new float[3], covered = new float[3];
        network.Predict(image.Source(1), whole);
        GC.KeepAlive(image);
        float[] map = new OcclusionMap(network, image, _model.Model.Network.Normalization).Compute(2, whole, 7, 5);

        // Patches start at 0, 5 and 9: one covers the first pixel, and two by two cover the pixel at (5, 9).
        double Fall(int top, int left)
        {
            InputImage copy = image.Repeat(1);
            for (int i = 0; i < 7 * 7 * 3; i++)
            {
                int y = top + i / 21, x = left + i / 3 % 7, c = i % 3;
                copy.Pixels(0)[(y * 16 + x) * 3 + c] =
                    (byte)MathF.Round(_model.Model.Network.Normalization.Mean[c]);
            }
            network.Predict(copy.Source(1), covered);
            GC.KeepAlive(copy);
            return whole[2] - covered[2];
        }
        Assert.Equal(Fall(0, 0), map[0], 1e-5);
        Assert.Equal((Fall(0, 5) + Fall(0, 9) + Fall(5, 5) + Fall(5, 9)) / 4, map[5 * 16 + 9], 1e-5);
    }

    [Fact]
    public void ExplainsModelsOfAnyPrecisionInSinglePrecision()
    {
        ResNetExplanation expected = _model.Explain(_rows[3].Image);
        IDataView data = Tiny.Keyed(_context, _rows);
        using ResNetClassifierTransformer bytes = _model.Quantize(data), half = _model.WithPrecision(ResNetPrecision.BFloat16);
        Assert.Equal(expected.Map.ToArray(), bytes.Explain(_rows[3].Image).Map.ToArray());
        Assert.Equal(expected.Scores, half.Explain(_rows[3].Image).Scores);
    }

    [Fact]
    public void ExplainsAnMLImageLikeItsFile()
    {
        using MLImage image = MLImage.CreateFromStream(new MemoryStream(_rows[2].Image));
        Assert.Equal(_model.Explain(_rows[2].Image).Map.ToArray(), _model.Explain(image).Map.ToArray());
    }

    [Fact]
    public void ThreadsCanExplainConcurrentlyAndAfterDispose()
    {
        float[] expected = _model.Explain(_rows[0].Image).Map.ToArray();
        Parallel.For(0, 16, i =>
        {
            if (i == 7)
                _model.Dispose();
            Assert.Equal(expected, _model.Explain(_rows[0].Image).Map.ToArray());
        });
    }

    [Fact]
    public void ExplainsEveryLabelOfAMultiLabelModel()
    {
        IDataView rows = _context.Data.LoadFromEnumerable(Mosaic.Drawn(40, seed: 1));
        IDataView data = _context.Transforms.Conversion.MapValueToKey("Label", "Labels").Fit(rows).Transform(rows);
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        byte[] image = Mosaic.Drawn(1, seed: 2)[0].Image;
        ResNetExplanation[] explanations = [.. model.ClassNames.Select(
            name => model.Explain(image, new ResNetExplanationOptions { ClassName = name }))];
        float[] scores = Scores.Read(
            _context, model.Transform(_context.Data.LoadFromEnumerable([new EncodedRow { Image = image }])))[0];
        for (int i = 0; i < scores.Length; i++)
            Assert.Equal(scores[i], explanations[i].Probability, 1e-4);
        Assert.NotEqual(explanations[0].Map.ToArray(), explanations[1].Map.ToArray());
    }

    [Theory]
    [InlineData("Stage is 3; it must be 1 to 2")]
    [InlineData("OcclusionSize is 17; it must be 1 to 16")]
    [InlineData("OcclusionStride is 5; it must be 1 to the patch's size, 4")]
    [InlineData("ClassName is 'cube', which is not a class. The 3 classes are disc, ring, square")]
    public void NamesInvalidOptions(string message)
    {
        ResNetExplanationOptions options = new();
        if (message.StartsWith("Stage", StringComparison.Ordinal))
            options.Stage = 3;
        else if (message.StartsWith("OcclusionSize", StringComparison.Ordinal))
            options.OcclusionSize = 17;
        else if (message.StartsWith("OcclusionStride", StringComparison.Ordinal))
            options.OcclusionStride = 5;
        else
            options.ClassName = "cube";
        ArgumentException e = Assert.Throws<ArgumentException>(() => _model.Explain(_rows[0].Image, options));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReportsABadImage()
    {
        Assert.Throws<InvalidDataException>(() => _model.Explain((byte[])[]));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => _model.Explain("no image"u8));
        Assert.Contains("known format", e.Message, StringComparison.Ordinal);
    }
}
