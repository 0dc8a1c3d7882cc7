using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Initializes a block so that it returns its input, which is non-negative because it comes from a
/// ReLU.</summary>
/// <remarks>
/// With an identity shortcut, the residual function is made 0 by its last scale and shift, or by its last weights if no
/// normalization follows them: relu(x + 0) = x, bit for bit, in training too. The other weights keep their initial
/// values, so that the function learns as soon as that scale changes. Without an identity shortcut, every unit on the
/// path of x gets a Dirac kernel, 1 at the center of the channel's own plane and 0 elsewhere, and a batch normalization
/// that acts as the identity.
/// </remarks>
internal static class IdentityBlock
{
    /// <param name="values">The network's values.</param>
    /// <param name="block">The block, with its initial values.</param>
    /// <param name="input">Mean and variance of every channel of x; null if not needed.</param>
    public static void Write(NetworkValues values, BlockLayout block, Func<int, (double Mean, double Variance)>? input)
    {
        switch (block.Shortcut)
        {
            case ShortcutKind.None:
                foreach (UnitLayout unit in block.Units)
                    WriteIdentity(values, unit, input!);
                break;
            case ShortcutKind.Projection:
                WriteZero(values, block.Units[^1]);
                WriteIdentity(values, block.Projection!, input!);
                break;
            default:
                WriteZero(values, block.Units[^1]);
                break;
        }
    }

    private static void WriteZero(NetworkValues values, UnitLayout unit)
    {
        if (unit.Normalization is not { } normalization)
        {
            values.Parameter(unit.Convolution.Weights).Clear();
            return;
        }
        values.Parameter(normalization.Gamma).Clear();
        values.Parameter(normalization.Beta).Clear();
    }

    private static void WriteIdentity(
        NetworkValues values, UnitLayout unit, Func<int, (double Mean, double Variance)> input)
    {
        ConvolutionLayout convolution = unit.Convolution;
        int channels = convolution.OutChannels;
        Span<float> weights = values.Parameter(convolution.Weights); // [tap][in][out]
        weights.Clear();
        int middle = convolution.Kernel * convolution.Kernel / 2 * channels * channels;
        for (int c = 0; c < channels; c++)
        {
            weights[middle + c * channels + c] = 1;
            Undo(values, unit.Normalization!, c, input(c));
        }
    }

    // (x - mean) / sqrt(variance + epsilon) * gamma + beta = x, for the expected moments of mini-batches of x.
    // Inference divides by the root of the running variance, which is therefore computed from the rounded gamma.
    private static void Undo(
        NetworkValues values, BatchNormalizationLayout normalization, int channel, (double Mean, double Variance) x)
    {
        float gamma = (float)Math.Sqrt(x.Variance + BatchNormalization.Epsilon);
        values.Parameter(normalization.Gamma)[channel] = gamma;
        values.Parameter(normalization.Beta)[channel] = (float)x.Mean;
        values.Statistic(normalization.RunningMean)[channel] = (float)x.Mean;
        values.Statistic(normalization.RunningVariance)[channel] =
            (float)Math.Max(0, (double)gamma * gamma - BatchNormalization.Epsilon);
    }
}
