namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>ResNet-20 for small images: 269,722 parameters with 10 classes (He et al. 2015, section 4.2).</summary>
    public static ResNetArchitecture ResNet20 { get; } = Cifar(20);

    /// <summary>ResNet-32 for small images: 464,154 parameters with 10 classes.</summary>
    public static ResNetArchitecture ResNet32 { get; } = Cifar(32);

    /// <summary>ResNet-44 for small images: 658,586 parameters with 10 classes.</summary>
    public static ResNetArchitecture ResNet44 { get; } = Cifar(44);

    /// <summary>ResNet-56 for small images: 853,018 parameters with 10 classes.</summary>
    public static ResNetArchitecture ResNet56 { get; } = Cifar(56);

    /// <summary>ResNet-110 for small images: 1,727,962 parameters with 10 classes.</summary>
    public static ResNetArchitecture ResNet110 { get; } = Cifar(110);

    /// <summary>ResNet-1202 for small images: 19,421,274 parameters with 10 classes.</summary>
    public static ResNetArchitecture ResNet1202 { get; } = Cifar(1202);

    /// <summary>ResNet-20 without shortcuts.</summary>
    public static ResNetArchitecture Plain20 { get; } = Cifar(20, residual: false);

    /// <summary>ResNet-32 without shortcuts.</summary>
    public static ResNetArchitecture Plain32 { get; } = Cifar(32, residual: false);

    /// <summary>ResNet-44 without shortcuts.</summary>
    public static ResNetArchitecture Plain44 { get; } = Cifar(44, residual: false);

    /// <summary>ResNet-56 without shortcuts.</summary>
    public static ResNetArchitecture Plain56 { get; } = Cifar(56, residual: false);

    /// <summary>ResNet-110 without shortcuts.</summary>
    public static ResNetArchitecture Plain110 { get; } = Cifar(110, residual: false);

    /// <summary>ResNet-1202 without shortcuts.</summary>
    public static ResNetArchitecture Plain1202 { get; } = Cifar(1202, residual: false);

    /// <summary>
    /// ResNet-18 for large images with projections (option B): 11,689,512 parameters with 1000 classes
    /// (He et al. 2015, table 1).
    /// </summary>
    public static ResNetArchitecture ResNet18 { get; } = ImageNet(18);

    /// <summary>
    /// ResNet-34 for large images with projections (option B): 21,797,672 parameters with 1000 classes.
    /// </summary>
    public static ResNetArchitecture ResNet34 { get; } = ImageNet(34);

    /// <summary>
    /// ResNet-50 for large images, striding in the 3x3 convolution (v1.5): 25,557,032 parameters with 1000 classes.
    /// </summary>
    public static ResNetArchitecture ResNet50 { get; } = ImageNet(50);

    /// <summary>
    /// ResNet-101 for large images, striding in the 3x3 convolution (v1.5): 44,549,160 parameters with 1000 classes.
    /// </summary>
    public static ResNetArchitecture ResNet101 { get; } = ImageNet(101);

    /// <summary>
    /// ResNet-152 for large images, striding in the 3x3 convolution (v1.5): 60,192,808 parameters with 1000 classes.
    /// </summary>
    public static ResNetArchitecture ResNet152 { get; } = ImageNet(152);

    /// <summary>ResNet-18 without shortcuts.</summary>
    public static ResNetArchitecture Plain18 { get; } = ImageNet(18, residual: false);

    /// <summary>ResNet-34 without shortcuts.</summary>
    public static ResNetArchitecture Plain34 { get; } = ImageNet(34, residual: false);

    /// <summary>
    /// A network for small images: a 3x3 stem, three stages of (depth - 2) / 6 basic blocks with 16, 32 and 64 channels
    /// (He et al. 2015, section 4.2).
    /// </summary>
    /// <param name="depth">Number of weighted layers: 6n + 2, from 8 to 6146.</param>
    /// <param name="residual">False for the plain network.</param>
    /// <param name="shortcut">
    /// The kind of shortcut. Default: <see cref="ResNetShortcut.ZeroPadding"/>, as in the paper.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The depth is not 6n + 2 or out of range, or a shortcut is given for a plain network.
    /// </exception>
    public static ResNetArchitecture Cifar(int depth, bool residual = true, ResNetShortcut? shortcut = null)
    {
        if (depth is < 8 or > 6146 || depth % 6 != 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(depth), depth, "The depth of a CIFAR network is 6n + 2, from 8 to 6146: 20, 32, 44, 56, ...");
        }
        int blocks = (depth - 2) / 6;
        return new()
        {
            Name = (residual ? "ResNet" : "Plain") + depth,
            Stem = ResNetStem.Cifar,
            Block = ResNetBlock.Basic,
            StageDepths = [blocks, blocks, blocks],
            StageWidths = [16, 32, 64],
            Shortcut = Choose(residual, shortcut, ResNetShortcut.ZeroPadding),
        };
    }

    /// <summary>
    /// A network for large images: a 7x7 stem with max pooling and four stages (He et al. 2015, table 1).
    /// </summary>
    /// <param name="depth">Number of weighted layers: 18, 34, 50, 101 or 152.</param>
    /// <param name="residual">False for the plain network.</param>
    /// <param name="shortcut">The kind of shortcut. Default: <see cref="ResNetShortcut.Projection"/>.</param>
    /// <param name="stride">
    /// Which convolution of a bottleneck block (depth 50 and above) has the stride. Default: "v1.5".
    /// </param>
    /// <exception cref="ArgumentException">
    /// The depth is not one of these, or a shortcut is given for a plain network.
    /// </exception>
    public static ResNetArchitecture ImageNet(
        int depth, bool residual = true, ResNetShortcut? shortcut = null,
        ResNetBottleneckStride stride = ResNetBottleneckStride.Middle3x3) => new()
        {
            Name = (residual ? "ResNet" : "Plain") + depth,
            Stem = ResNetStem.ImageNet,
            Block = depth < 50 ? ResNetBlock.Basic : ResNetBlock.Bottleneck,
            StageDepths = depth switch
            {
                18 => [2, 2, 2, 2],
                34 or 50 => [3, 4, 6, 3],
                101 => [3, 4, 23, 3],
                152 => [3, 8, 36, 3],
                _ => throw new ArgumentOutOfRangeException(
                    nameof(depth), depth, "The depth of an ImageNet network is 18, 34, 50, 101 or 152."),
            },
            StageWidths = [64, 128, 256, 512],
            Shortcut = Choose(residual, shortcut, ResNetShortcut.Projection),
            Stride = stride,
        };

    private static ResNetShortcut Choose(bool residual, ResNetShortcut? requested, ResNetShortcut @default)
    {
        if (residual)
            return requested ?? @default;
        return requested is null or ResNetShortcut.None
            ? ResNetShortcut.None
            : throw new ArgumentException("A plain network has no shortcut.", nameof(requested));
    }
}
