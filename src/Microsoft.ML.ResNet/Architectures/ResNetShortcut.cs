namespace Microsoft.ML.ResNet;

/// <summary>The shortcut that is added to a block's residual function (He et al. 2015, sections 3.2 and 4.1).</summary>
public enum ResNetShortcut
{
    /// <summary>No shortcut: the plain network of the paper.</summary>
    None,

    /// <summary>
    /// Option A: the identity. Where a block changes the shape, its input is subsampled and padded with zero channels,
    /// so that no shortcut has parameters. A block must not be narrower than its input.
    /// </summary>
    ZeroPadding,

    /// <summary>
    /// Option B: the identity, or a 1x1 convolution with batch normalization where a block changes the shape.
    /// </summary>
    Projection,

    /// <summary>Option C: a 1x1 convolution with batch normalization in every block.</summary>
    ProjectionAlways,

    /// <summary>
    /// As <see cref="Projection"/>, but blocks that halve height and width use 2x2 average pooling before the 1x1
    /// convolution, which then reads all pixels instead of a quarter of them: "ResNet-D" (He et al. 2018, <i>Bag of
    /// Tricks for Image Classification with Convolutional Neural Networks</i>, figure 2c).
    /// </summary>
    PooledProjection,
}
