namespace Microsoft.ML.ResNet;

/// <summary>The residual function of a block (He et al. 2015, figure 5).</summary>
public enum ResNetBlock
{
    /// <summary>Two 3x3 convolutions. The block's output is as wide as the stage.</summary>
    Basic,

    /// <summary>1x1, 3x3, 1x1 convolutions. The block's output is four times as wide as the stage.</summary>
    Bottleneck,
}
