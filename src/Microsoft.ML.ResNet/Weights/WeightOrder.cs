using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// From other libraries' order of weights to ours and back: convolutions [out, in, height, width] and ours [height,
/// width, in, out], linear layers [out, in] and ours [in, out], vectors the same.
/// </summary>
internal static class WeightOrder
{
    /// <param name="shape">In the other libraries' order.</param>
    /// <param name="theirs">Values in that order.</param>
    /// <param name="ours">Where they go.</param>
    public static void ToOurs(long[] shape, ReadOnlySpan<float> theirs, Span<float> ours)
    {
        (int outputs, int inputs, int pixels) = Sizes(shape);
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int p = 0; p < pixels; p++)
                    ours[(p * inputs + i) * outputs + o] = theirs[(o * inputs + i) * pixels + p];
            }
        }
    }

    /// <summary>The inverse of <see cref="ToOurs"/>.</summary>
    public static float[] ToTheirs(long[] shape, ReadOnlySpan<float> ours)
    {
        float[] theirs = new float[ours.Length];
        (int outputs, int inputs, int pixels) = Sizes(shape);
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int p = 0; p < pixels; p++)
                    theirs[(o * inputs + i) * pixels + p] = ours[(p * inputs + i) * outputs + o];
            }
        }
        return theirs;
    }

    /// <summary>The shape of a convolution's weights in the other libraries' order.</summary>
    public static long[] Shape(ConvolutionLayout layout) =>
        [layout.OutChannels, layout.GroupChannels, layout.Kernel, layout.Kernel];

    private static (int Outputs, int Inputs, int Pixels) Sizes(long[] shape) => shape switch
    {
        [var n] => ((int)n, 1, 1),
        [var o, var i] => ((int)o, (int)i, 1),
        [var o, var i, var h, var w] => ((int)o, (int)i, (int)(h * w)),
        _ => throw new ArgumentException($"No layer has weights of {shape.Length} dimensions.", nameof(shape)),
    };
}
