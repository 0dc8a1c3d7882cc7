using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class LayerResponseTests
{
    [Fact]
    public void EveryConvolutionHasARow()
    {
        MLContext context = new(seed: 1);
        IDataView data = Tiny.Keyed(context, EncodedRow.Many(30));
        using ResNetClassifierTransformer model = Tiny.Fit(context, data);

        IReadOnlyList<ResNetLayerResponse> responses = model.MeasureLayerResponses(data);
        Assert.Equal([1, 2, 3, 4, 5], responses.Select(response => response.Layer));
        Assert.Equal([0, 1, 1, 2, 2], responses.Select(response => response.Stage));
        Assert.Equal([0, 1, 1, 1, 1], responses.Select(response => response.Block));
        Assert.Equal([8, 8, 8, 16, 16], responses.Select(response => response.Channels));
        Assert.All(responses, response => Assert.Equal(3, response.Kernel));
        // Scales start at 1 and hardly move in two epochs; so are deviations then.
        Assert.All(responses, response => Assert.InRange(response.StandardDeviation, 0.2, 3));

        Assert.Throws<ArgumentException>(() => model.MeasureLayerResponses(context.Data.SkipRows(data, 30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.MeasureLayerResponses(data, 0));
    }

    [Theory]
    [InlineData(ResNetShortcut.None, ResNetBlock.Basic)]
    [InlineData(ResNetShortcut.ZeroPadding, ResNetBlock.Basic)]
    [InlineData(ResNetShortcut.ProjectionAlways, ResNetBlock.Bottleneck)]
    public void TheyAreThoseOfTheReference(ResNetShortcut shortcut, ResNetBlock block)
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(shortcut, block));
        NetworkLayout layout = model.CreateLayout();
        List<UnitLayout> units = [.. layout.Units];
        ResponseMoments moments = new(units.Count);
        const int images = 70; // more than a chunk
        using ArrayPixelStore store = ArrayPixelStore.Bytes(images, model.Height, 3, i => (byte)(i * 37 % 251));
        using NativeContext context = NativeContext.Create(2);
        using InferenceNetwork network = new(model, context) { Observer = moments };
        network.Predict(
            new PixelBuffer(store.Pointer, images, store.Shape), new float[images * model.ClassCount]);

        double[] normalized = [.. Enumerable.Range(0, images * (int)layout.InputLength).Select(i =>
            (store.Pixel(i) - model.Normalization.Mean[i % 3]) / (double)model.Normalization.StandardDeviation[i % 3])];
        int seen = 0;
        ReferenceNetwork reference = new(layout, model.Parameters.Span.ToDouble(), model.RunningStatistics.Span.ToDouble())
        {
            OnResponse = (unit, values) =>
            {
                if (layout.Blocks.Any(b => b.Projection == unit))
                    return;
                double mean = values.Average();
                double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
                Assert.Equal(1, moments.StandardDeviation(units.IndexOf(unit)) / deviation, 1e-4);
                seen++;
            },
        };
        reference.Logits(images, normalized);
        Assert.Equal(1 + layout.Blocks.Sum(b => b.Units.Count), seen);
    }
}
