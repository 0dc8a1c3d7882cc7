namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>
    /// Wide ResNet-50-2: <see cref="ResNet50"/> with twice the channels inside its blocks, 68,883,240 parameters with
    /// 1000 classes (Zagoruyko and Komodakis 2016, <i>Wide Residual Networks</i>, section 3.3).
    /// </summary>
    public static ResNetArchitecture WideResNet50x2 { get; } =
        ResNet50Like(50, "WideResNet50-2", innerWidthFactor: 2);

    /// <summary>
    /// Wide ResNet-101-2: <see cref="ResNet101"/> with twice the channels inside its blocks, 126,886,696 parameters with
    /// 1000 classes.
    /// </summary>
    public static ResNetArchitecture WideResNet101x2 { get; } =
        ResNet50Like(101, "WideResNet101-2", innerWidthFactor: 2);

    private static ResNetArchitecture ResNet50Like(int depth, string name, int innerWidthFactor, int groups = 1) =>
        ImageNet(depth) with { Name = name, InnerWidthFactor = innerWidthFactor, Groups = groups };
}
