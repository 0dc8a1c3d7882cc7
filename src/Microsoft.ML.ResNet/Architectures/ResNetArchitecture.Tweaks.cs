namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>
    /// ResNet-18-D: <see cref="ResNet18"/> with <see cref="ResNetStem.Deep"/> and
    /// <see cref="ResNetShortcut.PooledProjection"/>, 11,708,744 parameters with 1000 classes.
    /// </summary>
    public static ResNetArchitecture ResNet18D { get; } = Tweaked(ResNet18);

    /// <summary>ResNet-34-D, 21,816,904 parameters with 1000 classes.</summary>
    public static ResNetArchitecture ResNet34D { get; } = Tweaked(ResNet34);

    /// <summary>
    /// ResNet-50-D, 25,576,264 parameters with 1000 classes (He et al. 2018, <i>Bag of Tricks for Image Classification
    /// with Convolutional Neural Networks</i>, section 4).
    /// </summary>
    public static ResNetArchitecture ResNet50D { get; } = Tweaked(ResNet50);

    /// <summary>ResNet-101-D, 44,568,392 parameters with 1000 classes.</summary>
    public static ResNetArchitecture ResNet101D { get; } = Tweaked(ResNet101);

    /// <summary>ResNet-152-D, 60,212,040 parameters with 1000 classes.</summary>
    public static ResNetArchitecture ResNet152D { get; } = Tweaked(ResNet152);

    private static ResNetArchitecture Tweaked(ResNetArchitecture original) => original with
    {
        Name = original.Name + "D",
        Stem = ResNetStem.Deep,
        Shortcut = ResNetShortcut.PooledProjection,
    };
}
