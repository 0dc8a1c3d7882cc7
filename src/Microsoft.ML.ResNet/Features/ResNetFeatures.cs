namespace Microsoft.ML.ResNet;

/// <summary>Which of the values that a residual network computes of an image are its features.</summary>
/// <remarks>
/// Stages count from 1: <c>Stage(1)</c> to <c>Stage(4)</c> of the networks for large images are what detectors call C2
/// to C5, with 1/4, 1/8, 1/16 and 1/32 of the image's height and width; those of the CIFAR family have three stages
/// with all, 1/2 and 1/4.
/// </remarks>
public readonly record struct ResNetFeatures
{
    private ResNetFeatures(int stage) => StageNumber = stage;

    /// <summary>
    /// The means over all pixels of what the last stage gives, [channels]: what the network's last, linear layer tells
    /// the classes by. 64 values for ResNet-20, 512 for ResNet-18, 2048 for ResNet-50.
    /// </summary>
    public static ResNetFeatures Pooled => default;

    /// <summary>
    /// What a stage gives to the next one, [channels, height, width]. In pre-activation networks these are the sums
    /// before batch normalisation and ReLU, but for the last stage, which those end.
    /// </summary>
    /// <param name="stage">1 to the number of the architecture's stages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stage"/> is below 1.</exception>
    public static ResNetFeatures Stage(int stage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stage, 1);
        return new(stage);
    }

    /// <summary>Whether these are the means of the last stage, not the map of one.</summary>
    public bool IsPooled => StageNumber == 0;

    /// <summary>The stage whose map it is, from 1; 0 for <see cref="Pooled"/>.</summary>
    public int StageNumber { get; }

    /// <summary>"Pooled" or "Stage(3)".</summary>
    public override string ToString() => IsPooled ? nameof(Pooled) : $"{nameof(Stage)}({StageNumber})";
}
