namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>SE-ResNet-18, 11,778,592 parameters with 1000 classes.</summary>
    public static ResNetArchitecture SEResNet18 { get; } = Excited(ResNet18);

    /// <summary>SE-ResNet-34, 21,958,868 parameters with 1000 classes.</summary>
    public static ResNetArchitecture SEResNet34 { get; } = Excited(ResNet34);

    /// <summary>
    /// SE-ResNet-50: <see cref="ResNet50"/> with squeeze-and-excitation at the end of every block, reduction 16,
    /// 28,088,024 parameters with 1000 classes (Hu et al. 2017, <i>Squeeze-and-Excitation Networks</i>, table 1).
    /// </summary>
    public static ResNetArchitecture SEResNet50 { get; } = Excited(ResNet50);

    /// <summary>SE-ResNet-101, 49,326,872 parameters with 1000 classes.</summary>
    public static ResNetArchitecture SEResNet101 { get; } = Excited(ResNet101);

    /// <summary>SE-ResNet-152, 66,821,848 parameters with 1000 classes.</summary>
    public static ResNetArchitecture SEResNet152 { get; } = Excited(ResNet152);

    private static ResNetArchitecture Excited(ResNetArchitecture original) =>
        original with { Name = "SE" + original.Name, SqueezeReduction = 16 };
}
