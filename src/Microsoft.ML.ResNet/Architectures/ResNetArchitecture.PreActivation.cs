namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>Pre-activation ResNet-20 for small images: 269,722 parameters with 10 classes.</summary>
    public static ResNetArchitecture PreActResNet20 { get; } = CifarPreActivation(20);

    /// <summary>Pre-activation ResNet-56 for small images: 853,018 parameters with 10 classes.</summary>
    public static ResNetArchitecture PreActResNet56 { get; } = CifarPreActivation(56);

    /// <summary>
    /// Pre-activation ResNet-110 for small images: 1,727,962 parameters with 10 classes (He et al. 2016, <i>Identity
    /// Mappings in Deep Residual Networks</i>, table 2).
    /// </summary>
    public static ResNetArchitecture PreActResNet110 { get; } = CifarPreActivation(110);

    /// <summary>
    /// Pre-activation ResNet-164 for small images, with bottleneck blocks: 1,703,258 parameters with 10 classes (He et
    /// al. 2016, table 3).
    /// </summary>
    public static ResNetArchitecture PreActResNet164 { get; } = CifarPreActivation(164, ResNetBlock.Bottleneck);

    /// <summary>
    /// Pre-activation ResNet-1001 for small images, with bottleneck blocks: 10,327,706 parameters with 10 classes (He et
    /// al. 2016, table 3).
    /// </summary>
    public static ResNetArchitecture PreActResNet1001 { get; } = CifarPreActivation(1001, ResNetBlock.Bottleneck);

    /// <summary>
    /// A pre-activation network for small images (He et al. 2016): three stages with 16, 32 and 64 channels. Basic
    /// blocks use <see cref="ResNetShortcut.ZeroPadding"/>, bottleneck blocks <see cref="ResNetShortcut.Projection"/>.
    /// </summary>
    /// <param name="depth">
    /// Number of weighted layers: 6n + 2 from 8 to 6146 for basic blocks, 9n + 2 from 11 to 9218 for bottleneck blocks.
    /// </param>
    /// <param name="block">The kind of block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The depth is not valid for the kind of block.</exception>
    public static ResNetArchitecture CifarPreActivation(int depth, ResNetBlock block = ResNetBlock.Basic)
    {
        string name = "PreActResNet" + depth;
        if (block == ResNetBlock.Basic)
            return Cifar(depth) with { Name = name, PreActivation = true };
        if (depth is < 11 or > 9218 || depth % 9 != 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(depth), depth,
                "The depth of a CIFAR network with bottleneck blocks is 9n + 2, from 11 to 9218: 29, 164, 1001, ...");
        }
        int blocks = (depth - 2) / 9;
        return Cifar(20) with
        {
            Name = name,
            Block = ResNetBlock.Bottleneck,
            Shortcut = ResNetShortcut.Projection,
            StageDepths = [blocks, blocks, blocks],
            PreActivation = true,
        };
    }
}
