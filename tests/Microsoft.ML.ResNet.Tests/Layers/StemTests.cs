using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class StemTests
{
    private const int Images = 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientsAgreeWithCentralDifferences(bool maxPool)
    {
        NetworkLayout layout = new(TestNetworks.Small(ResNetShortcut.Projection, maxPool: maxPool), 19, 16, 3, 4);
        using LayerBench bench = new(layout, Images);
        NativeBuffer images = bench.Buffer(TestValues.Normal(Images * layout.InputLength, 1));
        float[] dy = TestValues.Normal(Images * layout.Stem.OutputLength, 2);
        long largest = Images * layout.LargestActivation;
        GradientFlow gradients = new(bench.Empty(largest), bench.Empty(largest));
        Stem stem = new(layout.Stem, bench.Memory, gradients.Spare);

        stem.Forward(Images, images);
        dy.CopyTo(gradients.Flow.Span);
        stem.Backward(Images, images, gradients);

        UnitLayout unit = layout.Stem.Unit;
        foreach (ParameterRange range in
            new[] { unit.Convolution.Weights, unit.Normalization.Gamma, unit.Normalization.Beta })
        {
            GradientCheck.Check(
                v => TestValues.Dot(
                    new ReferenceNetwork(layout, bench.Replace(range, v)).Stem(Images, images.Span.ToDouble()),
                    dy.ToDouble()),
                bench.Values(range), bench.Gradient(range), 1e-4);
        }
    }
}
