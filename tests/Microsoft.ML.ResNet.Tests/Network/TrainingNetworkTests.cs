using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class TrainingNetworkTests
{
    private const int Images = 3, Classes = 4;
    private const float Smoothing = 0.1f;

    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void GradientsOfAllTensorsAgreeWithCentralDifferences(ResNetArchitecture architecture)
    {
        NetworkLayout layout = new(architecture, 16, 16, 3, Classes);
        float[] parameters = TestNetworks.Parameters(layout);
        float[] images = TestValues.Normal(Images * layout.InputLength, 5);
        int[] labels = TestValues.Labels(Images, Classes);
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork network = new(layout, context, Images + 2); // a partial batch, as at the end of most epochs
        parameters.CopyTo(network.Parameters.Span);

        BatchLoss loss = ForwardBackward(network, images, labels, Images);

        double[] exact = parameters.ToDouble(), exactImages = images.ToDouble();
        double Loss(double[] values) =>
            new ReferenceNetwork(layout, values).Loss(Images, exactImages, labels, Smoothing);
        Assert.Equal(Loss(exact) * Images, loss.LossSum, 1e-3);
        foreach (ParameterRange range in layout.Parameters())
        {
            double OfTensor(double[] values)
            {
                values.CopyTo(exact.AsSpan((int)range.Offset));
                return Loss(exact);
            }
            double[] before = exact.AsSpan((int)range.Offset, (int)range.Length).ToArray();
            GradientCheck.Check(OfTensor, before, network.Gradients.Slice(range).Span, 1e-3, samples: 3);
            before.CopyTo(exact.AsSpan((int)range.Offset));
        }
    }

    [Fact]
    public void ResNet20AtBatch128FitsItsMemoryBudget()
    {
        using NativeContext context = NativeContext.Create(1);
        using TrainingNetwork network = new(
            new NetworkLayout(ResNetArchitecture.ResNet20, 32, 32, 3, 10), context, 128);
        Assert.InRange(network.Bytes, 1, 250_000_000);
    }

    [Fact]
    public void StepsDoNotAllocate()
    {
        NetworkLayout layout = new(TestNetworks.Small(ResNetShortcut.Projection, maxPool: true), 16, 16, 3, Classes);
        using NativeContext context = NativeContext.Create(1);
        using TrainingNetwork network = new(layout, context, Images);
        TestNetworks.Parameters(layout).CopyTo(network.Parameters.Span);
        using SgdOptimizer optimizer = new(
            network, new TrainingSettings
            {
                Options = TestOptions.Create(o => o.Architecture = layout.Architecture),
                ClassCount = Classes,
            });
        using AlignedBuffer images = new(Images * layout.InputLength);
        BatchTargets targets = TestTargets.Create(TestValues.Labels(Images, Classes), Classes, Smoothing);

        // Tiered compilation allocates during the first steps, so the minimum of many steps counts.
        long least = long.MaxValue;
        for (int i = 0; i < 200; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.ForwardBackward(Images, images.All, targets);
            optimizer.Step(0.01f);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    // Rounding to 8 bits adds noise of up to 2^-9 to every factor and flips the ReLU of values near 0. It must not
    // change the direction of the gradient: the cosine is 0.99 for most networks here, and 0.9 for those that end with
    // few pixels and channels.
    [Theory]
    [MemberData(nameof(Architectures))]
    public void BFloat16GradientsPointInTheSameDirectionAsFloat32(ResNetArchitecture architecture)
    {
        const int images = 64;
        NetworkLayout layout = new(architecture, 16, 16, 3, Classes);
        float[] pixels = TestValues.Normal(images * layout.InputLength, 5);
        int[] labels = TestValues.Labels(images, Classes);
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork exact = new(layout, context, images);
        using TrainingNetwork rounded = new(layout, context, images, Arithmetic.FromPrecision(ResNetPrecision.BFloat16));
        TestNetworks.Parameters(layout).CopyTo(exact.Parameters.Span);
        TestNetworks.Parameters(layout).CopyTo(rounded.Parameters.Span);

        BatchLoss exactLoss = ForwardBackward(exact, pixels, labels, images);
        BatchLoss roundedLoss = ForwardBackward(rounded, pixels, labels, images);

        Assert.Equal(exactLoss.LossSum, roundedLoss.LossSum, 0.02 * exactLoss.LossSum);
        float cosine = TensorPrimitives.CosineSimilarity(exact.Gradients.Span, rounded.Gradients.Span);
        Assert.InRange(cosine, 0.85, 1.001);
    }

    [Fact]
    public void BFloat16NeedsAboutHalfTheMemory()
    {
        using NativeContext context = NativeContext.Create(1);
        NetworkLayout layout = new(ResNetArchitecture.ResNet20, 32, 32, 3, 10);
        using TrainingNetwork single = new(layout, context, 64);
        using TrainingNetwork half = new(layout, context, 64, Arithmetic.FromPrecision(ResNetPrecision.BFloat16));
        Assert.InRange(half.Bytes, 0, 0.55 * single.Bytes);
    }

    [Theory]
    [InlineData(ResNetPrecision.Float32)]
    [InlineData(ResNetPrecision.BFloat16)]
    public void GradientBitsDoNotDependOnThreadsOrRun(ResNetPrecision precision)
    {
        NetworkLayout layout = new(ResNetArchitecture.Cifar(8), 32, 32, 3, 10);
        float[] images = TestValues.Normal(24 * layout.InputLength, 5);
        float[]? first = null;
        foreach (int threads in new[] { 1, 2, 3, 2 })
        {
            using NativeContext context = NativeContext.Create(threads);
            using TrainingNetwork network = new(layout, context, 24, Arithmetic.FromPrecision(precision));
            TestNetworks.Parameters(layout).CopyTo(network.Parameters.Span);
            ForwardBackward(network, images, TestValues.Labels(24, 10), 24);
            first ??= network.Gradients.Span.ToArray();
            Assert.Equal(first.AsSpan(), network.Gradients.Span);
        }
    }

    private static BatchLoss ForwardBackward(TrainingNetwork network, float[] images, int[] labels, int n)
    {
        using AlignedBuffer buffer = new(images.Length);
        images.CopyTo(buffer.Span);
        return network.ForwardBackward(n, buffer.All, TestTargets.Create(labels, network.Layout.Classes, Smoothing));
    }
}
