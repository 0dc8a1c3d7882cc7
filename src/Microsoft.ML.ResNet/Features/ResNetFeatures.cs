namespace Microsoft.ML.ResNet;

/// <summary>Selects which activations of a residual network are used as features of an image.</summary>
/// <remarks>
/// Stages count from 1: in networks for large images, <c>Stage(1)</c> to <c>Stage(4)</c> are the maps that object
/// detectors call C2 to C5, with 1/4, 1/8, 1/16 and 1/32 of the image's height and width. Networks of the CIFAR family
/// have three stages, with 1, 1/2 and 1/4 of the image's size.
/// </remarks>
public readonly record struct ResNetFeatures
{
    private ResNetFeatures(int stage) => StageNumber = stage;

    /// <summary>
    /// The global average pooling of the last stage, [channels]: the input of the network's final linear layer. 64
    /// values for ResNet-20, 512 for ResNet-18, 2048 for ResNet-50.
    /// </summary>
    public static ResNetFeatures Pooled => default;

    /// <summary>
    /// The output of a stage, [channels, height, width]. In pre-activation networks this is the sum before batch
    /// normalization and ReLU, except for the last stage, which includes them.
    /// </summary>
    /// <param name="stage">1 to the number of the architecture's stages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stage"/> is below 1.</exception>
    public static ResNetFeatures Stage(int stage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stage, 1);
        return new(stage);
    }

    /// <summary>Whether this is <see cref="Pooled"/>.</summary>
    public bool IsPooled => StageNumber == 0;

    /// <summary>The stage, from 1; 0 for <see cref="Pooled"/>.</summary>
    public int StageNumber { get; }

    /// <summary>"Pooled" or "Stage(3)".</summary>
    public override string ToString() => IsPooled ? nameof(Pooled) : $"{nameof(Stage)}({StageNumber})";
}
