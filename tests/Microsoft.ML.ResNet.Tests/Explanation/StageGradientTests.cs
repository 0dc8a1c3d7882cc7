using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class StageGradientTests
{
    private const int Label = 3;

    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void LogitGradientsAgreeWithCentralDifferencesAtEveryStage(ResNetArchitecture architecture)
    {
        ResNetModel model = TestNetworks.Model(architecture);
        NetworkLayout layout = model.CreateLayout();
        using ArrayPixelStore images = ArrayPixelStore.Bytes(1, model.Height, model.Channels, i => (byte)(i * 37 % 251));
        ReferenceNetwork reference = new(
            layout, model.Parameters.Span.ToDouble(), model.RunningStatistics.Span.ToDouble());
        using NativeContext context = NativeContext.Create(2);
        for (int stage = 1; stage <= architecture.StageDepths.Count; stage++)
        {
            using StageGradient network = new(model, context, stage);
            float[] logits = network.Forward(new PixelBuffer(images.Pointer, 1, images.Shape)).ToArray();
            double[] activations = network.Activations.ToDouble();
            float[] gradient = network.Backward(Label).ToArray();

            double Logit(double[] values) => reference.LogitsAfter(layout.CountBlocks(stage), values)[Label];
            Assert.Equal(reference.Logits(1, Normalized(model, images))[Label], logits[Label], 1e-3);
            Assert.Equal(Logit(activations), logits[Label], 1e-3);
            GradientCheck.Check(Logit, activations, gradient, 1e-3, samples: 60);

            // A second image is not affected by the first.
            Assert.Equal(logits, network.Forward(new PixelBuffer(images.Pointer, 1, images.Shape)).ToArray());
            Assert.Equal(gradient, network.Backward(Label).ToArray());
        }
    }

    private static double[] Normalized(ResNetModel model, ArrayPixelStore images) =>
        [.. Enumerable.Range(0, images.Shape.Elements).Select(i =>
            (double)(images.Pixel(i) - model.Normalization.Mean[i % model.Channels])
            / model.Normalization.StandardDeviation[i % model.Channels])];
}
