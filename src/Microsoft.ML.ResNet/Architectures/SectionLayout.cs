using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// The values of the stem, a stage or the head: one range in each of <see cref="NetworkLayout"/>'s three groups.
/// </summary>
/// <param name="Weights">Weights of convolutions or of the linear layer, in the parameter buffer.</param>
/// <param name="Affine">Scales, shifts and biases, in the parameter buffer.</param>
/// <param name="Statistics">Running means and variances, in the statistics buffer.</param>
internal sealed record SectionLayout(ParameterRange Weights, ParameterRange Affine, ParameterRange Statistics);
