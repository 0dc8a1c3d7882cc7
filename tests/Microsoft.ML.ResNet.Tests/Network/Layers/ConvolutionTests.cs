using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ConvolutionTests
{
    private const int Images = 2;

    [Theory]
    [InlineData(9, 7, 3, 5, 3, 1)]
    [InlineData(9, 8, 16, 16, 3, 2)]
    [InlineData(6, 6, 17, 33, 1, 1)]
    [InlineData(7, 9, 5, 20, 1, 2)]
    [InlineData(17, 16, 3, 8, 7, 2)]
    [InlineData(1, 1, 4, 4, 3, 2)]
    [InlineData(6, 7, 24, 12, 3, 1, 3)]
    [InlineData(7, 7, 32, 32, 3, 2, 8)]
    public void AllPassesAgreeWithANaiveConvolution(
        int height, int width, int input, int output, int kernel, int stride, int groups = 1)
    {
        ConvolutionLayout layout = new(
            height, width, input, output, kernel, stride,
            new ParameterRange(0, kernel * kernel * input / groups * output), groups);
        using NativeArena arena = new();
        using NativeContext context = NativeContext.Create(2);
        float[] weights = TestValues.Normal(layout.Weights.Length, 1);
        float[] x = TestValues.Normal(Images * layout.InputLength, 2);
        float[] dy = TestValues.Normal(Images * layout.OutputLength, 3);
        NativeBuffer Buffer(float[] values)
        {
            NativeBuffer buffer = arena.Allocate(values.Length);
            values.CopyTo(buffer.Span);
            return buffer;
        }
        NativeBuffer gradients = arena.Allocate(weights.Length);
        NativeBuffer dx = arena.Allocate(x.Length), y = arena.Allocate(dy.Length);
        LayerMemory memory = new(context, arena, default, Images, Buffer(weights), gradients, default);
        Convolution convolution = new(layout, memory, needsInputGradient: true);

        convolution.Forward(Images, Buffer(x), y);
        double[] expected = ReferenceLayers.Convolution(layout, Images, x.ToDouble(), weights.ToDouble());
        AssertClose(expected, y.Span, kernel * kernel * input / groups);

        convolution.BackwardWeights(Images, Buffer(x), Buffer(dy));
        GradientCheck.Check(
            w => TestValues.Dot(ReferenceLayers.Convolution(layout, Images, x.ToDouble(), w), dy.ToDouble()),
            weights.ToDouble(), gradients.Span, 1e-5);

        Func<double[], double> ofX =
            v => TestValues.Dot(ReferenceLayers.Convolution(layout, Images, v, weights.ToDouble()), dy.ToDouble());
        convolution.BackwardData(Images, Buffer(dy), dx, accumulate: false);
        GradientCheck.Check(ofX, x.ToDouble(), dx.Span, 1e-5);

        // Accumulating the gradient onto itself doubles it.
        convolution.BackwardData(Images, Buffer(dy), dx, accumulate: true);
        GradientCheck.Check(v => 2 * ofX(v), x.ToDouble(), dx.Span, 1e-5);
    }

    // Sums of products of standard normal values: the error grows with the square root of the length, times a few
    // epsilon.
    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual, int reduction)
    {
        double tolerance = 8 * Math.Sqrt(reduction) * Math.Pow(2, -23) * 4;
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{i}: {actual[i]} instead of {expected[i]}");
    }
}
