using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ResidualBlockTests
{
    private const int Images = 3;
    private const double Tolerance = 1e-4;

    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void GradientsOfEveryBlockAgreeWithCentralDifferences(ResNetArchitecture architecture)
    {
        NetworkLayout layout = new(architecture, 16, 17, 3, 4);
        foreach (BlockLayout block in layout.Blocks)
            CheckBlock(layout, block);
    }

    private static void CheckBlock(NetworkLayout layout, BlockLayout block)
    {
        using LayerBench bench = new(layout, Images);
        float[] x = TestValues.Normal(Images * block.InputLength, 1);
        float[] dy = TestValues.Normal(Images * block.OutputLength, 2);
        long largest = Images * layout.LargestActivation;
        NativeBuffer flow = bench.Empty(largest), spare = bench.Empty(largest);
        GradientFlow gradients = new(flow, spare);
        ResidualBlock layer = new(block, bench.Memory, spare);

        layer.Forward(Images, bench.Buffer(x));
        dy.CopyTo(gradients.Flow.Span);
        layer.Backward(Images, bench.Buffer(x), gradients);

        double Loss(double[] parameters, double[] input) => TestValues.Dot(
            new ReferenceNetwork(layout, parameters).Block(block, Images, input), dy.ToDouble());
        double[] values = bench.Memory.Parameters.Span.ToDouble();
        GradientCheck.Check(
            v => Loss(values, v), x.ToDouble(), gradients.Flow.First(x.Length).Span, Tolerance, samples: 12);
        foreach (ParameterRange range in block.Parameters())
        {
            GradientCheck.Check(
                v => Loss(bench.Replace(range, v), x.ToDouble()), bench.Values(range), bench.Gradient(range),
                Tolerance, samples: 6);
        }
    }
}
