namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>
    /// ResNet-14 for small images with four times the paper's channels, and projection shortcuts: 2,777,674 parameters
    /// with 10 classes. It resembles WRN-16-4 (Zagoruyko and Komodakis 2016), which has a narrow stem and pre-activation
    /// blocks.
    /// </summary>
    public static ResNetArchitecture WideResNet14x4 { get; } = Cifar(14, shortcut: ResNetShortcut.Projection) with
    {
        Name = "WideResNet14-4",
        Stem = new ResNetStem(Kernel: 3, Stride: 1, Width: 64, MaxPool: false),
        StageWidths = [64, 128, 256],
    };

    /// <summary>
    /// Wide ResNet-50-2: <see cref="ResNet50"/> with twice the channels inside its blocks, 68,883,240 parameters with
    /// 1000 classes (Zagoruyko and Komodakis 2016, <i>Wide Residual Networks</i>, section 3.3).
    /// </summary>
    public static ResNetArchitecture WideResNet50x2 { get; } =
        ResNet50Like(50, "WideResNet50-2", innerWidthFactor: 2);

    /// <summary>
    /// WRN-28-10 for small images: pre-activation blocks ten times as wide, 36,479,194 parameters with 10 classes
    /// (Zagoruyko and Komodakis 2016, table 5).
    /// </summary>
    public static ResNetArchitecture WideResNet28x10 { get; } = CifarWide(28, 10);

    /// <summary>WRN-16-8 for small images: 10,961,370 parameters with 10 classes.</summary>
    public static ResNetArchitecture WideResNet16x8 { get; } = CifarWide(16, 8);

    /// <summary>WRN-40-4 for small images: 8,949,210 parameters with 10 classes.</summary>
    public static ResNetArchitecture WideResNet40x4 { get; } = CifarWide(40, 4);

    /// <summary>
    /// A wide network for small images: a 3x3 stem with 16 channels and three stages of (depth - 4) / 6 pre-activation
    /// basic blocks with 16, 32 and 64 times the factor channels (Zagoruyko and Komodakis 2016, table 1).
    /// </summary>
    /// <param name="depth">6n + 4, from 10 to 6148.</param>
    /// <param name="factor">Widening factor k, 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The depth is not 6n + 4, or an argument is out of range.
    /// </exception>
    public static ResNetArchitecture CifarWide(int depth, int factor)
    {
        if (depth is < 10 or > 6148 || depth % 6 != 4)
        {
            throw new ArgumentOutOfRangeException(
                nameof(depth), depth,
                "The depth of a wide CIFAR network is 6n + 4, from 10 to 6148: 16, 22, 28, 40, ...");
        }
        if (factor is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The widening factor is 1 to 1024.");
        int blocks = (depth - 4) / 6;
        return new()
        {
            Name = $"WideResNet{depth}-{factor}",
            Stem = ResNetStem.Cifar,
            Block = ResNetBlock.Basic,
            StageDepths = [blocks, blocks, blocks],
            StageWidths = [16 * factor, 32 * factor, 64 * factor],
            Shortcut = ResNetShortcut.Projection,
            PreActivation = true,
        };
    }

    /// <summary>
    /// Wide ResNet-101-2: <see cref="ResNet101"/> with twice the channels inside its blocks, 126,886,696 parameters
    /// with 1000 classes.
    /// </summary>
    public static ResNetArchitecture WideResNet101x2 { get; } =
        ResNet50Like(101, "WideResNet101-2", innerWidthFactor: 2);

    private static ResNetArchitecture ResNet50Like(int depth, string name, int innerWidthFactor, int groups = 1) =>
        ImageNet(depth) with { Name = name, InnerWidthFactor = innerWidthFactor, Groups = groups };
}
