using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Networks whose convolutions train while their batch normalizations stay as they were learned.</summary>
public sealed class FrozenNormalizationTests
{
    private const int Images = 3, Classes = 4;

    public static TheoryData<ResNetArchitecture> Networks()
    {
        TheoryData<ResNetArchitecture> data = [];
        foreach (ResNetShortcut shortcut in Enum.GetValues<ResNetShortcut>())
        {
            data.Add(TestNetworks.Small(shortcut));
            data.Add(TestNetworks.Small(shortcut, ResNetBlock.Bottleneck));
        }
        foreach (ResNetArchitecture variant in TestNetworks.Variants)
            data.Add(variant);
        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void TheGradientsOfWeightsAgreeWithCentralDifferencesAndNormalizationsHaveNone(ResNetArchitecture architecture)
    {
        NetworkLayout layout = new(architecture, 16, 16, 3, Classes);
        float[] parameters = TestNetworks.Parameters(layout), statistics = TestNetworks.Statistics(layout);
        // Most values pass their ReLU: else the derivatives of some weights would be 0.
        foreach (BatchNormalizationLayout normalization in layout.Normalizations)
        {
            foreach (ref float shift in parameters.AsSpan((int)normalization.Beta.Offset, normalization.Channels))
                shift += 1;
        }
        float[] images = TestValues.Normal(Images * layout.InputLength, 5);
        int[] labels = TestValues.Labels(Images, Classes);
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork network = new(layout, context, Images, freezesNormalization: true);
        parameters.CopyTo(network.Parameters.Span);
        statistics.CopyTo(network.Statistics.Span);
        using AlignedBuffer input = new(images.Length);
        images.CopyTo(input.Span);

        network.ForwardBackward(Images, input.All, TestTargets.Create(labels, Classes, 0.1f));

        Assert.Equal(statistics, network.Statistics.Span);
        foreach (BatchNormalizationLayout normalization in layout.Normalizations)
        {
            Assert.All(network.Gradients.Slice(normalization.Gamma).Span.ToArray(), g => Assert.Equal(0, g));
            Assert.All(network.Gradients.Slice(normalization.Beta).Span.ToArray(), g => Assert.Equal(0, g));
        }
        double[] exact = parameters.ToDouble(), exactImages = images.ToDouble(), exactStatistics = statistics.ToDouble();
        IEnumerable<ParameterRange> ranges = layout.Units.Select(unit => unit.Convolution.Weights)
            .Append(layout.Head.Weights).Append(layout.Head.Bias);
        foreach (ParameterRange range in ranges)
        {
            double[] before = exact.AsSpan((int)range.Offset, (int)range.Length).ToArray();
            double OfRange(double[] values)
            {
                values.CopyTo(exact.AsSpan((int)range.Offset));
                return new ReferenceNetwork(layout, exact, exactStatistics)
                    .Loss(Images, exactImages, labels, 0.1f);
            }
            GradientCheck.Check(OfRange, before, network.Gradients.Slice(range).Span, 1e-3, samples: 20);
            before.CopyTo(exact.AsSpan((int)range.Offset));
        }
    }
}
