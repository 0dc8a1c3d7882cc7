using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// A batch normalization that a file has folded into the weights and the bias of the convolution before it:
/// y = (x - 0) / sqrt(variance + epsilon) * 1 + bias, with a variance that makes the root 1 as it is rounded.
/// </summary>
internal static class FoldedNormalization
{
    public const float Gamma = 1;
    public const float Mean = 0;
    public const float Variance = 1 - BatchNormalization.Epsilon;
}
