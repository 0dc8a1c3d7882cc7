using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Gives a block values with which it returns its input, which is at least 0 as it comes out of a
/// ReLU.</summary>
/// <remarks>
/// With an identity shortcut the residual function is 0 because its last scale and shift are, or its last weights where
/// no normalisation follows them: relu(x + 0) = x, in training as well, and to the last bit. Its other weights keep
/// their initial values, so that it learns as soon as that scale moves. Without one, every unit that x passes has a
/// kernel that is 1 in the middle of a channel's own plane and 0 elsewhere (Dirac), and a batch normalisation that
/// undoes itself.
/// </remarks>
internal static class IdentityBlock
{
    /// <param name="values">Where the block's values are.</param>
    /// <param name="block">The block, with its initial values.</param>
    /// <param name="input">Mean and variance of every channel of x; null where nothing needs them.</param>
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

    // (x - mean) / sqrt(variance + epsilon) * gamma + beta = x, with the moments that mini-batches of such x have
    // about. Scoring divides by the root of the running variance, so that this is made to fit the rounded gamma.
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
