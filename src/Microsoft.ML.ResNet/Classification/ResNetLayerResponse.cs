namespace Microsoft.ML.ResNet;

/// <summary>How strongly a convolution of a trained network responds to images (He et al. 2015, figure 7).</summary>
public sealed class ResNetLayerResponse
{
    /// <summary>Place of the layer among the convolutions, from 1 for the stem; shortcuts are not counted.</summary>
    public required int Layer { get; init; }

    /// <summary>Stage of the layer, from 1; 0 for the stem.</summary>
    public required int Stage { get; init; }

    /// <summary>Block of the layer within its stage, from 1; 0 for the stem.</summary>
    public required int Block { get; init; }

    /// <summary>Side of the kernel: 3 for 3x3.</summary>
    public required int Kernel { get; init; }

    /// <summary>Output channels.</summary>
    public required int Channels { get; init; }

    /// <summary>
    /// Standard deviation, over images, pixels and channels, of the output of batch normalization, before the
    /// shortcut is added and before the ReLU.
    /// </summary>
    public required double StandardDeviation { get; init; }

    /// <summary>One line with the most important values.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"layer {Layer}: {Kernel}x{Kernel}, {Channels} channels, standard deviation {StandardDeviation:G4}");
}
