namespace Microsoft.ML.ResNet;

/// <summary>
/// The first layers of a network: convolutions with batch normalization and ReLU, optionally followed by max pooling.
/// </summary>
/// <param name="Kernel">Kernel size of the convolution: odd, 1 to 15. The padding is half of it, rounded down.</param>
/// <param name="Stride">Stride of the convolution, 1 to 8.</param>
/// <param name="Width">Output channels, at least 1.</param>
/// <param name="MaxPool">Whether 3x3 max pooling with stride 2 follows.</param>
public sealed record ResNetStem(int Kernel, int Stride, int Width, bool MaxPool)
{
    /// <summary>
    /// Number of convolutions, 1 to 8. All have the same kernel size; only the first has the stride; all but the last
    /// have half the width. Default: 1.
    /// </summary>
    public int Depth { get; init; } = 1;

    /// <summary>
    /// Of pre-activation networks: whether batch normalization and ReLU follow the last convolution, before the pooling,
    /// as MXNet's version 2 networks have them; other stems always have them. Default: false.
    /// </summary>
    public bool IsActivated { get; init; }

    /// <summary>3x3 with stride 1 and 16 channels: the stem for small images (He et al. 2015, section 4.2).</summary>
    public static ResNetStem Cifar { get; } = new(3, 1, 16, false);

    /// <summary>
    /// 7x7 with stride 2 and 64 channels, then max pooling: the stem for large images (He et al. 2015, table 1).
    /// </summary>
    public static ResNetStem ImageNet { get; } = new(7, 2, 64, true);

    /// <summary>
    /// Three 3x3 convolutions with 32, 32 and 64 channels, the first with stride 2, then max pooling: the stem of
    /// "ResNet-C" and "ResNet-D" (He et al. 2018, <i>Bag of Tricks</i>, figure 2b).
    /// </summary>
    public static ResNetStem Deep { get; } = new(3, 2, 64, true) { Depth = 3 };
}
