namespace Microsoft.ML.ResNet;

/// <summary>
/// Which convolution of a <see cref="ResNetBlock.Bottleneck"/> block has the stride that halves height and width.
/// </summary>
/// <remarks>
/// Both have the same number of parameters. <see cref="ResNetBlock.Basic"/> blocks always stride in their first
/// convolution.
/// </remarks>
public enum ResNetBottleneckStride
{
    /// <summary>The first 1x1 convolution, as in the paper ("v1").</summary>
    First1x1,

    /// <summary>The 3x3 convolution ("v1.5"): about 0.5 % more accurate on ImageNet for 6 % more arithmetic.</summary>
    Middle3x3,
}
