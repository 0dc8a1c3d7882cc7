using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class FrozenStagesTests
{
    private const int Images = 3, Classes = 4;

    public static TheoryData<ResNetArchitecture, int> Networks()
    {
        TheoryData<ResNetArchitecture, int> data = [];
        foreach (ResNetShortcut shortcut in Enum.GetValues<ResNetShortcut>())
        {
            data.Add(TestNetworks.Small(shortcut), 1);
            data.Add(TestNetworks.Small(shortcut, ResNetBlock.Bottleneck), 1);
        }
        data.Add(TestNetworks.Small(ResNetShortcut.ZeroPadding, maxPool: true), 1);
        data.Add(TestNetworks.Small(ResNetShortcut.Projection), 2); // only the head is trained
        foreach (ResNetArchitecture variant in TestNetworks.Variants)
            data.Add(variant, 1);
        data.Add(TestNetworks.Small(ResNetShortcut.Projection) with { PreActivation = true }, 2);
        return data;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void GradientsOfTrainedStagesMatchCentralDifferences(
        ResNetArchitecture architecture, int frozenStages)
    {
        NetworkLayout layout = new(architecture, 16, 16, 3, Classes);
        float[] parameters = TestNetworks.Parameters(layout), statistics = TestNetworks.Statistics(layout);
        float[] images = TestValues.Normal(Images * layout.InputLength, 5);
        int[] labels = TestValues.Labels(Images, Classes);
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork network = new(layout, context, Images + 1, frozenStages: frozenStages);
        parameters.CopyTo(network.Parameters.Span);
        statistics.CopyTo(network.Statistics.Span);
        using AlignedBuffer input = new(images.Length);
        images.CopyTo(input.Span);

        network.ForwardBackward(Images, input.All, TestTargets.Create(labels, Classes, 0.1f));

        double[] exact = parameters.ToDouble(), exactImages = images.ToDouble();
        double Loss() => new ReferenceNetwork(layout, exact, statistics.ToDouble(), frozenStages)
            .Loss(Images, exactImages, labels, 0.1f);
        for (int section = 0; section < layout.Sections.Count; section++)
        {
            SectionLayout places = layout.Sections[section];
            if (section < layout.FirstTrainedSection(frozenStages))
            {
                Assert.All(network.Gradients.Slice(places.Weights).Span.ToArray(), g => Assert.Equal(0, g));
                Assert.All(network.Gradients.Slice(places.Affine).Span.ToArray(), g => Assert.Equal(0, g));
                Assert.Equal(
                    statistics.AsSpan((int)places.Statistics.Offset, (int)places.Statistics.Length),
                    network.Statistics.Slice(places.Statistics).Span);
                continue;
            }
            foreach (ParameterRange range in new[] { places.Weights, places.Affine })
            {
                double[] before = exact.AsSpan((int)range.Offset, (int)range.Length).ToArray();
                double OfRange(double[] values)
                {
                    values.CopyTo(exact.AsSpan((int)range.Offset));
                    return Loss();
                }
                GradientCheck.Check(OfRange, before, network.Gradients.Slice(range).Span, 1e-3, samples: 6);
                before.CopyTo(exact.AsSpan((int)range.Offset));
            }
        }
    }

    [Theory]
    [InlineData(ResNetPrecision.Float32)]
    [InlineData(ResNetPrecision.BFloat16)]
    public void FrozenValuesStayAndTrainingIsBitIdenticalAcrossThreadCounts(ResNetPrecision precision)
    {
        ResNetArchitecture architecture = TestNetworks.Small(ResNetShortcut.Projection);
        ResNetModel start = TestNetworks.Model(architecture, SyntheticImages.Size, classes: SyntheticImages.Classes);
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o =>
            {
                o.Architecture = architecture;
                o.Epochs = 1;
                o.BatchSize = 16;
                o.FrozenStages = 1;
                o.Precision = precision;
            }),
            ClassCount = SyntheticImages.Classes,
        };
        ResNetModel Train(int threads)
        {
            using NativeContext context = NativeContext.Create(threads);
            return Trainer.Train(
                settings, context, SyntheticImages.Create(40), SyntheticImages.Create(9), start,
                new RecordingObserver(), default).Model;
        }

        ResNetModel trained = Train(1);
        Assert.Equal(trained.WeightsSha256, Train(2).WeightsSha256);
        Assert.Equal(trained.WeightsSha256, Train(3).WeightsSha256);
        IReadOnlyList<SectionLayout> sections = start.CreateLayout().Sections;
        for (int i = 0; i < sections.Count; i++)
        {
            bool frozen = i <= 1;
            Assert.Equal(frozen, Same(start.Parameters, trained.Parameters, sections[i].Weights));
            Assert.Equal(frozen, Same(start.Parameters, trained.Parameters, sections[i].Affine));
            if (sections[i].Statistics.Length > 0)
                Assert.Equal(frozen, Same(start.RunningStatistics, trained.RunningStatistics, sections[i].Statistics));
        }
    }

    [Fact]
    public void FrozenStagesUseLessMemory()
    {
        NetworkLayout layout = new(ResNetArchitecture.ResNet20, 32, 32, 3, 10);
        using NativeContext context = NativeContext.Create(1);
        using TrainingNetwork whole = new(layout, context, 64), part = new(layout, context, 64, frozenStages: 2);
        Assert.InRange(part.Bytes, 0, 0.35 * whole.Bytes);
    }

    private static bool Same(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b, ParameterRange range) =>
        a.Span.Slice((int)range.Offset, (int)range.Length)
            .SequenceEqual(b.Span.Slice((int)range.Offset, (int)range.Length));
}
