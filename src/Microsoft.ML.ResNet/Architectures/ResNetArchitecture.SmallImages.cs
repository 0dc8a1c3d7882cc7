namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>
    /// A ResNet for small images with four stages of one block each, as wide as in <see cref="ResNet18"/>, and a 3x3
    /// convolution with 64 channels as its stem: 4,903,242 parameters with 10 classes.
    /// </summary>
    public static ResNetArchitecture SmallResNet10 { get; } = Small("SmallResNet10", ResNet18 with { StageDepths = [1, 1, 1, 1] });

    /// <summary>
    /// <see cref="ResNet18"/> with a 3x3 stem for small images, often called ResNet-18 in work on CIFAR: 11,173,962
    /// parameters with 10 classes.
    /// </summary>
    public static ResNetArchitecture SmallResNet18 { get; } = Small("SmallResNet18", ResNet18);

    private static ResNetArchitecture Small(string name, ResNetArchitecture architecture) =>
        architecture with { Name = name, Stem = ResNetStem.Cifar with { Width = architecture.Stem.Width } };
}
