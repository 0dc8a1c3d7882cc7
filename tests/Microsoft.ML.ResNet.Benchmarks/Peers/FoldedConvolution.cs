using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Peers;

/// <summary>A convolution with the following batch normalization folded into weights and bias.</summary>
/// <param name="Layout">Shape.</param>
/// <param name="Weights">HWIO.</param>
/// <param name="Bias">One for each output channel.</param>
internal sealed record FoldedConvolution(ConvolutionLayout Layout, float[] Weights, float[] Bias)
{
    public static FoldedConvolution Fold(UnitLayout unit, SharedValues values)
    {
        BatchNormalizationLayout normalization = unit.Normalization!;
        Span<float> gamma = values.Parameters.Slice(normalization.Gamma);
        Span<float> beta = values.Parameters.Slice(normalization.Beta);
        Span<float> mean = values.Statistics.Slice(normalization.RunningMean);
        Span<float> variance = values.Statistics.Slice(normalization.RunningVariance);

        float[] weights = values.Parameters.Slice(unit.Convolution.Weights).ToArray();
        float[] bias = new float[normalization.Channels];
        for (int c = 0; c < bias.Length; c++)
        {
            double scale = gamma[c] / Math.Sqrt((double)variance[c] + BatchNormalization.Epsilon);
            bias[c] = (float)(beta[c] - mean[c] * scale);
            for (int i = c; i < weights.Length; i += bias.Length)
                weights[i] = (float)(weights[i] * scale);
        }
        return new FoldedConvolution(unit.Convolution, weights, bias);
    }
}
