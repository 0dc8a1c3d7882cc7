using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Networks with some residual functions dropped and the others multiplied by a factor.</summary>
public class ResidualFactorTests
{
    private const int Images = 3, Classes = 4;

    public static TheoryData<ResNetArchitecture, int> Cases()
    {
        TheoryData<ResNetArchitecture, int> data = [];
        foreach (ResNetArchitecture architecture in TestNetworks.Variants
            .Append(TestNetworks.Small(ResNetShortcut.ZeroPadding))
            .Append(TestNetworks.Small(ResNetShortcut.ProjectionAlways, ResNetBlock.Bottleneck))
            .Where(architecture => architecture.Shortcut != ResNetShortcut.None))
        {
            for (int skipped = 0; skipped < 3; skipped++)
                data.Add(architecture, skipped);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsAgreeWithCentralDifferencesAndDroppedBlocksAreNotComputed(
        ResNetArchitecture architecture, int skipped)
    {
        NetworkLayout layout = new(architecture, 16, 16, 3, Classes);
        Assert.Equal(3, layout.Blocks.Count);
        float[] factors = [1.25f, 1, 1.5f];
        factors[skipped] = 0;
        float[] parameters = TestNetworks.Parameters(layout), statistics = TestNetworks.Statistics(layout);
        // Seeds of images for which the ReLUs agree in single and double precision.
        int seed = architecture.Name == "PooledBottleneck" ? 6 : 5;
        float[] images = TestValues.Normal(Images * layout.InputLength, seed);
        int[] labels = TestValues.Labels(Images, Classes);
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork network = new(layout, context, Images);
        parameters.CopyTo(network.Parameters.Span);
        statistics.CopyTo(network.Statistics.Span);
        using AlignedBuffer input = new(images.Length);
        images.CopyTo(input.Span);
        BatchTargets targets = TestTargets.Create(labels, Classes, 0.1f);
        network.ForwardBackward(Images, input.All, targets); // leaves gradients that must be replaced
        statistics = network.Statistics.Span.ToArray();
        network.SetResidualFactors(block => factors[block]);

        BatchLoss loss = network.ForwardBackward(Images, input.All, targets);

        double[] exact = parameters.ToDouble(), exactImages = images.ToDouble();
        Dictionary<BlockLayout, float> factorOf = layout.Blocks.Zip(factors).ToDictionary();
        double Loss(double[] values) => new ReferenceNetwork(layout, values) { Factor = block => factorOf[block] }
            .Loss(Images, exactImages, labels, 0.1f);
        Assert.Equal(Loss(exact) * Images, loss.LossSum, 1e-3);
        BlockLayout left = layout.Blocks[skipped];
        List<ParameterRange> unused = [.. left.ResidualParameters()];
        foreach (ParameterRange range in layout.Parameters())
        {
            if (unused.Contains(range))
            {
                Assert.All(network.Gradients.Slice(range).Span.ToArray(), gradient => Assert.Equal(0, gradient));
                continue;
            }
            double OfTensor(double[] values)
            {
                values.CopyTo(exact.AsSpan((int)range.Offset));
                return Loss(exact);
            }
            double[] before = exact.AsSpan((int)range.Offset, (int)range.Length).ToArray();
            GradientCheck.Check(OfTensor, before, network.Gradients.Slice(range).Span, 1e-3, samples: 3);
            before.CopyTo(exact.AsSpan((int)range.Offset));
        }
        foreach (UnitLayout unit in left.Units.Where(unit => unit.Normalization is not null))
        {
            ParameterRange mean = unit.Normalization!.RunningMean;
            Assert.Equal(statistics.AsSpan((int)mean.Offset, (int)mean.Length), network.Statistics.Slice(mean).Span);
        }
    }

    [Fact]
    public void FactorsOfOneChangeNothing()
    {
        NetworkLayout layout = new(TestNetworks.Small(ResNetShortcut.Projection), 16, 16, 3, Classes);
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork network = new(layout, context, Images);
        TestNetworks.Parameters(layout).CopyTo(network.Parameters.Span);
        using AlignedBuffer input = new(Images * layout.InputLength);
        TestValues.Normal(input.Span.Length, 5).CopyTo(input.Span);
        BatchTargets targets = TestTargets.Create(TestValues.Labels(Images, Classes), Classes, 0);
        network.ForwardBackward(Images, input.All, targets);
        float[] before = network.Gradients.Span.ToArray();
        network.SetResidualFactors(block => block == 1 ? 0 : 2);
        network.ForwardBackward(Images, input.All, targets);
        Assert.NotEqual(before, network.Gradients.Span.ToArray());
        network.SetResidualFactors(_ => 1);
        network.ForwardBackward(Images, input.All, targets);
        Assert.Equal(before.AsSpan(), network.Gradients.Span);
    }
}
