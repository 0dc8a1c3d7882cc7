using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class InferenceNetworkTests
{
    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void FoldedNetworksAgreeWithTheReference(ResNetArchitecture architecture)
    {
        ResNetModel model = TestNetworks.Model(architecture);
        using NativeContext context = NativeContext.Create(2);
        using InferenceNetwork network = new(model, context);
        using ArrayPixelStore images = Images(5, model);

        double[] expected = Expected(model, images);
        float[] actual = Predict(network, images, model.ClassCount);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ByteAndFloatPixelsOfEqualValueGiveEqualResults(int channels)
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection), channels: channels);
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(model, context);
        using ArrayPixelStore bytes = Images(3, model);
        using ArrayPixelStore floats = ArrayPixelStore.Floats(3, model.Height, channels, i => (byte)(i * 37 % 251));
        Assert.Equal(Predict(network, bytes, model.ClassCount), Predict(network, floats, model.ClassCount));
    }

    [Fact]
    public void BatchSizeDoesNotChangeTheBits()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.ZeroPadding));
        using NativeContext context = NativeContext.Create(2);
        using InferenceNetwork network = new(model, context);
        using ArrayPixelStore images = Images(150, model); // more than two chunks
        float[] together = Predict(network, images, model.ClassCount);
        float[] alone = new float[model.ClassCount];
        int imageBytes = model.Height * model.Width * model.Channels;
        foreach (int i in new[] { 0, 63, 64, 127, 128, 149 })
        {
            network.Predict(new PixelBuffer(images.Pointer + i * imageBytes, 1, images.Shape), alone);
            Assert.Equal(alone, together.AsSpan(i * model.ClassCount, model.ClassCount));
        }
    }

    [Fact]
    public void ThreadsCanShareOneNetwork()
    {
        ResNetModel model = TestNetworks.Model(ResNetArchitecture.Cifar(8));
        using NativeContext context = NativeContext.Create(2);
        using InferenceNetwork network = new(model, context);
        using ArrayPixelStore images = Images(9, model);
        float[] expected = Predict(network, images, model.ClassCount);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 6 }, _ =>
            Assert.Equal(expected, Predict(network, images, model.ClassCount)));
    }

    [Fact]
    public void EvaluateSumsLossAndCorrectOverASubset()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection));
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(model, context);
        using ArrayPixelStore images = Images(100, model);
        int[] labels = TestValues.Labels(100, model.ClassCount);
        long[] rows = [.. Enumerable.Range(0, 70).Select(i => (long)(99 - i))];
        int calls = 0;

        BatchLoss loss = network.Evaluate(new ImageSubset(images, labels, rows), () => calls++);

        float[] p = Predict(network, images, model.ClassCount);
        float[] Row(long row) => p.AsSpan((int)row * model.ClassCount, model.ClassCount).ToArray();
        Assert.Equal(rows.Sum(row => -Math.Log(Row(row)[labels[row]])), loss.LossSum, 1e-3);
        Assert.Equal(rows.Count(row => Row(row)[labels[row]] == Row(row).Max()), loss.Correct);
        Assert.Equal(2, calls);
    }

    [Fact]
    public void WorkspacesOfLargeImagesStaySmall()
    {
        using NativeArena arena = new(measureOnly: true);
        InferenceWorkspace small = new(new NetworkLayout(ResNetArchitecture.ResNet20, 32, 32, 3, 10), default, arena);
        InferenceWorkspace large = new(new NetworkLayout(ResNetArchitecture.ResNet18, 224, 224, 3, 10), default, arena);
        Assert.Equal(64, small.Capacity);
        Assert.InRange(large.Capacity, 1, 16);
    }

    [Fact]
    public void RejectsAWrongNumberOfProbabilities()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.None));
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(model, context);
        using ArrayPixelStore images = Images(2, model);
        Assert.Throws<ArgumentException>(
            () => network.Predict(new PixelBuffer(images.Pointer, 2, images.Shape), new float[9]));
    }

    private static ArrayPixelStore Images(int count, ResNetModel model) =>
        ArrayPixelStore.Bytes(count, model.Height, model.Channels, i => (byte)(i * 37 % 251));

    private static float[] Predict(InferenceNetwork network, ArrayPixelStore images, int classes)
    {
        float[] probabilities = new float[images.Count * classes];
        network.Predict(new PixelBuffer(images.Pointer, images.Count, images.Shape), probabilities);
        return probabilities;
    }

    private static double[] Expected(ResNetModel model, ArrayPixelStore images)
    {
        double[] normalized = new double[images.Count * images.Shape.Elements];
        for (int i = 0; i < normalized.Length; i++)
        {
            int c = i % model.Channels;
            normalized[i] = (images.Pixel(i) - model.Normalization.Mean[c]) / model.Normalization.StandardDeviation[c];
        }
        ReferenceNetwork reference = new(
            model.CreateLayout(), model.Parameters.Span.ToDouble(), model.RunningStatistics.Span.ToDouble());
        return reference.Probabilities((int)images.Count, normalized);
    }
}
