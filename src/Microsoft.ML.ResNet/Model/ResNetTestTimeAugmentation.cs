namespace Microsoft.ML.ResNet;

/// <summary>
/// The crops of an image that are scored; probabilities are averaged over them. Time is proportional to their number.
/// </summary>
public enum ResNetTestTimeAugmentation
{
    /// <summary>The center crop.</summary>
    None,

    /// <summary>
    /// The center crop and its mirror image: for images whose class does not depend on left and right.
    /// </summary>
    Flip,

    /// <summary>
    /// The four corner crops, the center crop and their mirror images (He et al. 2015, section 3.4). If images are not
    /// stored larger than the network's input (<see cref="ResNetClassifierEstimator.Options.StoredHeight"/>), the crops
    /// have 7/8 of its height and width and are enlarged.
    /// </summary>
    TenCrop,
}
