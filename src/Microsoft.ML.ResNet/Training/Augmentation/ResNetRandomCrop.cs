namespace Microsoft.ML.ResNet;

/// <summary>Which part of a training image the network sees. Drawn again in every epoch.</summary>
public enum ResNetRandomCrop
{
    /// <summary>
    /// A crop of the network's size at a random place, after padding by
    /// <see cref="ResNetAugmentationOptions.CropPadding"/> (He et al. 2015, section 4.2): for small images.
    /// </summary>
    Padded,

    /// <summary>
    /// A crop of random area and aspect ratio, resized to the network's size (Szegedy et al. 2014): for photographs.
    /// </summary>
    Resized,

    /// <summary>
    /// A crop with the network's aspect ratio from the image resized to a random scale: the paper's scale augmentation
    /// (He et al. 2015, section 3.4, after Simonyan and Zisserman 2014).
    /// </summary>
    Scaled,
}
