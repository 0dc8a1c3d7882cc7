using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class StemTests
{
    private const int Images = 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(false, 1, true)]
    [InlineData(true, 3, true)]
    public void GradientsAgreeWithCentralDifferences(bool maxPool, int depth = 1, bool preActivation = false)
    {
        ResNetArchitecture small = TestNetworks.Small(ResNetShortcut.Projection, maxPool: maxPool);
        NetworkLayout layout = new(
            small with { Stem = new ResNetStem(3, 2, 6, maxPool) { Depth = depth }, PreActivation = preActivation },
            19, 16, 3, 4);
        using LayerBench bench = new(layout, Images);
        NativeBuffer images = bench.Buffer(TestValues.Normal(Images * layout.InputLength, 1));
        float[] dy = TestValues.Normal(Images * layout.Stem.OutputLength, 2);
        long largest = Images * layout.LargestActivation;
        GradientFlow gradients = new(bench.Empty(largest), bench.Empty(largest));
        Stem stem = new(layout.Stem, bench.Memory, gradients.Spare);

        stem.Forward(Images, images);
        dy.CopyTo(gradients.Flow.Span);
        stem.Backward(Images, images, gradients);

        foreach (ParameterRange range in layout.Stem.Units.SelectMany(unit => unit.Parameters()))
        {
            GradientCheck.Check(
                v => TestValues.Dot(
                    new ReferenceNetwork(layout, bench.Replace(range, v)).Stem(Images, images.Span.ToDouble()),
                    dy.ToDouble()),
                bench.Values(range), bench.Gradient(range), 1e-4);
        }
    }
}
