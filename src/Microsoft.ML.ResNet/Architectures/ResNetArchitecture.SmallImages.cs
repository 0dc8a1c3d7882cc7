namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>
    /// A ResNet with four stages of one block each, as wide as those of <see cref="ResNet18"/>, for small images: a 3x3
    /// convolution with 64 channels is its stem. 4,903,242 parameters with 10 classes.
    /// </summary>
    public static ResNetArchitecture SmallResNet10 { get; } = Small("SmallResNet10", ResNet18 with { StageDepths = [1, 1, 1, 1] });

    /// <summary>
    /// <see cref="ResNet18"/> for small images, a 3x3 convolution its stem: the network that is often meant by ResNet-18 where
    /// CIFAR is the data. 11,173,962 parameters with 10 classes.
    /// </summary>
    public static ResNetArchitecture SmallResNet18 { get; } = Small("SmallResNet18", ResNet18);

    private static ResNetArchitecture Small(string name, ResNetArchitecture architecture) =>
        architecture with { Name = name, Stem = ResNetStem.Cifar with { Width = architecture.Stem.Width } };
}
