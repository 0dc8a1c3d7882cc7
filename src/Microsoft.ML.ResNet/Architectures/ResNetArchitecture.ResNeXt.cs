namespace Microsoft.ML.ResNet;

public sealed partial record ResNetArchitecture
{
    /// <summary>
    /// ResNeXt-50 32x4d: 32 groups of 4 channels in the first stage, 25,028,904 parameters with 1000 classes (Xie et al.
    /// 2017, <i>Aggregated Residual Transformations for Deep Neural Networks</i>, table 1).
    /// </summary>
    public static ResNetArchitecture ResNeXt50x32x4d { get; } =
        ResNet50Like(50, "ResNeXt50-32x4d", innerWidthFactor: 2, groups: 32);

    /// <summary>
    /// ResNeXt-101 32x8d: 32 groups of 8 channels in the first stage, 88,791,336 parameters with 1000 classes.
    /// </summary>
    public static ResNetArchitecture ResNeXt101x32x8d { get; } =
        ResNet50Like(101, "ResNeXt101-32x8d", innerWidthFactor: 4, groups: 32);

    /// <summary>
    /// ResNeXt-101 64x4d: 64 groups of 4 channels in the first stage, 83,455,272 parameters with 1000 classes.
    /// </summary>
    public static ResNetArchitecture ResNeXt101x64x4d { get; } =
        ResNet50Like(101, "ResNeXt101-64x4d", innerWidthFactor: 4, groups: 64);
}
