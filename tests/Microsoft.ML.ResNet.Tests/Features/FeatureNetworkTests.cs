using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Features;

/// <summary>Tests of feature values, without ML.NET.</summary>
public sealed class FeatureNetworkTests
{
    private const int Images = 5;

    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void StagesAndPooledFeaturesMatchTheReference(ResNetArchitecture architecture)
    {
        ResNetModel model = TestNetworks.Model(architecture);
        NetworkLayout layout = model.CreateLayout();
        FeatureShape[] shapes =
        [
            FeatureShape.Create(layout, ResNetFeatures.Pooled), FeatureShape.Create(layout, ResNetFeatures.Stage(2)),
            FeatureShape.Create(layout, ResNetFeatures.Stage(1)),
        ];
        using ArrayPixelStore images = Pixels(Images, model);
        double[][] maps = [.. new[] { 2, 2, 1 }.Select(stage => Map(model, images, stage))];

        float[] rows = Compute(model, stages: 2, shapes, images);

        FeaturePlan plan = new(shapes);
        for (int image = 0; image < Images; image++)
        {
            for (int i = 0; i < shapes.Length; i++)
            {
                ReadOnlySpan<float> actual =
                    rows.AsSpan(image * plan.RowLength + plan.Places[i].Offset, shapes[i].Length);
                double[] map = maps[i][(image * shapes[i].MapLength)..((image + 1) * shapes[i].MapLength)];
                double[] expected = shapes[i].IsPooled ? Means(map, shapes[i]) : Planes(map, shapes[i]);
                for (int j = 0; j < expected.Length; j++)
                    Assert.Equal(expected[j], actual[j], 2e-4 * (1 + Math.Abs(expected[j])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void ReducedPrecisionStaysClose(ResNetArchitecture architecture)
    {
        ResNetModel model = TestNetworks.Model(architecture);
        NetworkLayout layout = model.CreateLayout();
        using ArrayPixelStore images = Pixels(Images, model);
        using NativeContext context = NativeContext.Create(1);
        ActivationRanges ranges = new(layout.Units.Count());
        using (InferenceNetwork exact = new(model, context) { Observer = ranges })
            exact.Predict(Source(images), new float[Images * model.ClassCount]);
        ResNetFeatures[] all = [ResNetFeatures.Pooled, ResNetFeatures.Stage(1), ResNetFeatures.Stage(2)];
        foreach (ResNetFeatures features in all)
        {
            FeatureShape[] shape = [FeatureShape.Create(layout, features)];
            float[] expected = Compute(model, shape[0].Stage, shape, images);
            foreach (ResNetPrecision precision in (ResNetPrecision[])[ResNetPrecision.BFloat16, ResNetPrecision.Int8])
            {
                float[] actual = Compute(model, shape[0].Stage, shape, images, Arithmetic.FromPrecision(precision, ranges));
                double error = Math.Sqrt(expected.Zip(actual).Sum(pair => Square(pair.First - pair.Second)));
                double size = Math.Sqrt(expected.Sum(value => Square(value)));
                Assert.NotEqual(expected, actual);
                Assert.InRange(error / size, 0, precision == ResNetPrecision.BFloat16 ? 0.03 : 0.1);
            }
        }
    }

    [Fact]
    public void BatchSizeDoesNotChangeTheBits()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection));
        FeatureShape[] shapes = [FeatureShape.Create(model.CreateLayout(), ResNetFeatures.Stage(1))];
        using NativeContext context = NativeContext.Create(2);
        using FeatureNetwork network = new(model, 1, context, default);
        using ArrayPixelStore images = Pixels(150, model); // more than two chunks
        FeaturePlan plan = new(shapes);
        float[] together = new float[150 * plan.RowLength], alone = new float[plan.RowLength];
        network.Compute(Source(images), plan, together);
        Parallel.For(0, 150, i =>
        {
            float[] one = new float[plan.RowLength];
            network.Compute(new PixelBuffer(images.Pointer + i * images.Shape.Bytes, 1, images.Shape), plan, one);
            Assert.Equal(one, together.AsSpan(i * one.Length, one.Length));
        });
        Assert.Throws<ArgumentException>(() => network.Compute(Source(images), plan, alone));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 49, 19)]
    [InlineData(2, 1024, 70)] // with several threads
    public void TransposesNhwcToNchw(int n, int pixels, int channels)
    {
        int length = pixels * channels, rowLength = length + 3;
        using AlignedBuffer maps = new(n * length);
        float[] rows = new float[n * rowLength];
        for (int i = 0; i < n * length; i++)
            maps.All.Span[i] = i;
        NchwConversion.Transpose(maps.All, n, pixels, channels, 0.5f, rows, rowLength);
        for (int i = 0; i < n; i++)
        {
            for (int p = 0; p < pixels; p++)
            {
                for (int c = 0; c < channels; c++)
                    Assert.Equal(0.5f * (i * length + p * channels + c), rows[i * rowLength + c * pixels + p]);
            }
            Assert.Equal([0, 0, 0], rows[(i * rowLength + length)..((i + 1) * rowLength)]);
        }
        Assert.Throws<ArgumentException>(
            () => NchwConversion.Transpose(maps.All, n + 1, pixels, channels, 1, rows, rowLength));
    }

    private static double Square(double value) => value * value;

    private static float[] Compute(
        ResNetModel model, int stages, FeatureShape[] shapes, ArrayPixelStore images, Arithmetic arithmetic = default)
    {
        using NativeContext context = NativeContext.Create(2);
        using FeatureNetwork network = new(model, stages, context, arithmetic);
        FeaturePlan plan = new(shapes);
        float[] rows = new float[images.Count * plan.RowLength];
        network.Compute(Source(images), plan, rows);
        return rows;
    }

    private static ArrayPixelStore Pixels(int count, ResNetModel model) =>
        ArrayPixelStore.Bytes(count, model.Height, model.Channels, i => (byte)(i * 37 % 251));

    private static PixelBuffer Source(ArrayPixelStore images) => new(images.Pointer, images.Count, images.Shape);

    // [n][pixels][channels]
    private static double[] Map(ResNetModel model, ArrayPixelStore images, int stage)
    {
        double[] normalized = new double[images.Count * images.Shape.Elements];
        for (int i = 0; i < normalized.Length; i++)
        {
            int c = i % model.Channels;
            normalized[i] = (images.Pixel(i) - model.Normalization.Mean[c]) / model.Normalization.StandardDeviation[c];
        }
        NetworkLayout layout = model.CreateLayout();
        ReferenceNetwork reference = new(
            layout, model.Parameters.Span.ToDouble(), model.RunningStatistics.Span.ToDouble());
        return reference.Trunk((int)images.Count, normalized, layout.CountBlocks(stage));
    }

    private static double[] Means(double[] map, FeatureShape shape) =>
        [.. Enumerable.Range(0, shape.Channels).Select(
            c => Enumerable.Range(0, shape.Pixels).Average(p => map[p * shape.Channels + c]))];

    private static double[] Planes(double[] map, FeatureShape shape) =>
        [.. Enumerable.Range(0, map.Length).Select(i => map[i % shape.Pixels * shape.Channels + i / shape.Pixels])];
}
