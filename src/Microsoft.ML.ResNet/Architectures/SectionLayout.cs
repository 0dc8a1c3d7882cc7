using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// The values of the stem, of a stage or of the head: one range in each of <see cref="NetworkLayout"/>'s orders.
/// </summary>
/// <param name="Weights">Weights of convolutions or of the linear layer, among the parameters.</param>
/// <param name="Affine">Scales, shifts and biases, among the parameters.</param>
/// <param name="Statistics">Running means and variances, among the statistics.</param>
internal sealed record SectionLayout(ParameterRange Weights, ParameterRange Affine, ParameterRange Statistics);
