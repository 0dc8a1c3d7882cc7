namespace Microsoft.ML.ResNet;

/// <summary>
/// Which views of an image a network scores: probabilities are the average over them. Two views take twice the time.
/// </summary>
public enum ResNetTestTimeAugmentation
{
    /// <summary>The centre of the image.</summary>
    None,

    /// <summary>The centre, and its mirror image: for images whose left and right mean nothing.</summary>
    Flip,

    /// <summary>
    /// The four corners and the centre, and their mirror images (He et al. 2015, section 3.4). Where images are not
    /// kept larger than the network's input (<see cref="ResNetClassifierEstimator.Options.StoredHeight"/>), they are
    /// parts of 7/8 of its sides, enlarged.
    /// </summary>
    TenCrop,
}
