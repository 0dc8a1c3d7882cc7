using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet;

/// <summary>
/// How training images are varied at random. The seed, the epoch and the image alone decide every variation.
/// </summary>
public sealed class ResNetAugmentationOptions : IOptionGroup
{
    /// <summary>Which part of an image the network sees. Default: <see cref="ResNetRandomCrop.Padded"/>.</summary>
    [Description("Which random part of a training image the network sees.")]
    public ResNetRandomCrop Crop { get; set; } = ResNetRandomCrop.Padded;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Padded"/>: pixels of padding before a random crop, 0 (no crop) to 1024. Default: null,
    /// for an eighth of the smaller side, which for 32x32 is the paper's 4, or half of that in trainings of fewer than 40
    /// epochs.
    /// </summary>
    [Range(0, 1024)]
    [Description("Pixels of padding before a random crop. Default: an eighth of the smaller side, or a 16th below 40 epochs")]
    public int? CropPadding { get; set; }

    /// <summary>Whether images are mirrored left to right at random. Default: true.</summary>
    [Description("Do not mirror training images at random.")]
    public bool HorizontalFlip { get; set; } = true;

    /// <summary>
    /// mixup (Zhang et al. 2017): the shape alpha of the Beta distribution from which the share of another image of the
    /// mini-batch, and of its label, in every training image is drawn: 0 (no mixup) to 100; usual are 0.1 to 1. It needs more
    /// epochs to pay off. Together with <see cref="CutMixAlpha"/>, chance decides for every image which of the two is applied.
    /// Default: 0.
    /// </summary>
    /// <remarks>
    /// Training loss and accuracy are then those of the mixed images, and cannot be compared with the validation's: an image
    /// counts as correct if the class with the largest share is predicted.
    /// </remarks>
    [Range(0.0, 100.0)]
    [Description("mixup: shape of the Beta distribution; 0 for no mixup.")]
    public float MixupAlpha { get; set; }

    /// <summary>
    /// cutmix (Yun et al. 2019): a box of every training image is replaced by the same part of another image of the
    /// mini-batch, and the labels are mixed by area. The remaining area is drawn from Beta(alpha, alpha): 0 (no cutmix) to
    /// 100; usual is 1. See <see cref="MixupAlpha"/>. Default: 0.
    /// </summary>
    [Range(0.0, 100.0)]
    [Description("cutmix: shape of the Beta distribution; 0 for no cutmix.")]
    public float CutMixAlpha { get; set; }

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Resized"/>: the smallest share of the image's area, above 0, at most
    /// <see cref="LargestCropArea"/>. Default: 0.08.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    [Description("Resized crops: the smallest share of the image's area.")]
    public float SmallestCropArea { get; set; } = 0.08f;

    /// <summary>For <see cref="ResNetRandomCrop.Resized"/>: the largest share of the area, at most 1. Default: 1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public float LargestCropArea { get; set; } = 1;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Resized"/>: the smallest ratio of width to height, 0.1 to
    /// <see cref="LargestCropAspect"/>; ratios are relative to the network's input. Default: 3/4.
    /// </summary>
    [Range(0.1f, 10)]
    public float SmallestCropAspect { get; set; } = 3f / 4;

    /// <summary>For <see cref="ResNetRandomCrop.Resized"/>: the largest ratio, at most 10. Default: 4/3.</summary>
    [Range(0.1f, 10)]
    public float LargestCropAspect { get; set; } = 4f / 3;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Scaled"/>: the smallest size of the image relative to the crop, 1 to
    /// <see cref="LargestScale"/>. Default: 256/224, as in the paper.
    /// </summary>
    [Range(1.0, 16.0)]
    public float SmallestScale { get; set; } = 256f / 224;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Scaled"/>: the largest size, at most 16. Default: 480/224, as in the paper.
    /// </summary>
    [Range(1.0, 16.0)]
    public float LargestScale { get; set; } = 480f / 224;

    /// <summary>
    /// Pixels are multiplied by a factor from 1 - Brightness to 1 + Brightness: 0 (off) to 1. Default: 0; 0.4 works well for
    /// photographs.
    /// </summary>
    [Range(0.0, 1.0)]
    [Description("Range of random changes of brightness; 0.4 works well for photographs.")]
    public float Brightness { get; set; }

    /// <summary>
    /// Differences from the mean gray of the training set are multiplied by a factor from 1 - Contrast to 1 + Contrast: 0
    /// (off) to 1. Default: 0; 0.4 works well for photographs.
    /// </summary>
    [Range(0.0, 1.0)]
    [Description("Range of random changes of contrast; 0.4 works well for photographs.")]
    public float Contrast { get; set; }

    /// <summary>
    /// Differences of colors from their gray (ITU-R BT.601) are multiplied by a factor from 1 - Saturation to 1 + Saturation:
    /// 0 (off) to 1. For color images. Default: 0; 0.4 works well for photographs.
    /// </summary>
    [Range(0.0, 1.0)]
    [Description("Range of random changes of saturation; 0.4 works well for photographs.")]
    public float Saturation { get; set; }

    /// <summary>
    /// Colors are rotated about the gray axis by an angle up to this part of the circle, in both directions: 0 (off) to 0.5.
    /// For color images. Default: 0; 0.1 works well for photographs.
    /// </summary>
    [Range(0.0, 0.5)]
    [Description("Range of random changes of hue, in parts of the color circle; 0.1 works well for photographs.")]
    public float Hue { get; set; }

    /// <summary>
    /// The paper's color augmentation (Krizhevsky et al. 2012): each principal component of the training set's colors, as
    /// long as the standard deviation along it, is added to an image with a normally distributed factor of this standard
    /// deviation. 0 (off) to 1, for color images. Default: 0; the paper uses about 0.1.
    /// </summary>
    [Range(0.0, 1.0)]
    [Description("Random shifts along the principal components of the colors; the paper uses 0.1.")]
    public float ColorShift { get; set; }

    /// <summary>
    /// Cutout (DeVries and Taylor 2017): the side of a square that is set to the mean color, at a random place that may be
    /// partly outside, as a share of the input's smaller side: 0 (off) to 1. Default: 0.
    /// </summary>
    [Range(0.0, 1.0)]
    [Description("Side of a random square that is erased, as a share of the image's side.")]
    public float Cutout { get; set; }

    /// <summary>
    /// Random erasing (Zhong et al. 2017): the probability that a rectangle of an image is set to the mean color, 0 (off) to
    /// 1. Not together with <see cref="Cutout"/>. Default: 0; the authors use 0.5.
    /// </summary>
    [Range(0.0, 1.0)]
    [Description("Probability that a random rectangle is erased.")]
    public float ErasingProbability { get; set; }

    /// <summary>
    /// For <see cref="ErasingProbability"/>: the smallest share of the area, above 0, at most
    /// <see cref="LargestErasedArea"/>. Default: 0.02.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public float SmallestErasedArea { get; set; } = 0.02f;

    /// <summary>For <see cref="ErasingProbability"/>: the largest share of the area, at most 1. Default: 0.33.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public float LargestErasedArea { get; set; } = 0.33f;

    /// <summary>
    /// For <see cref="ErasingProbability"/>: the smallest ratio of width to height, 0.1 to 1; the largest is its
    /// reciprocal. Default: 0.3.
    /// </summary>
    [Range(0.1f, 1)]
    public float SmallestErasedAspect { get; set; } = 0.3f;

    /// <summary>Whether colors are changed.</summary>
    internal bool ChangesColors => Brightness > 0 || Contrast > 0 || Saturation > 0 || Hue > 0 || ColorShift > 0;

    /// <summary>Whether crops have several sizes, so that stored images should be larger than the input.</summary>
    internal bool Zooms => Crop != ResNetRandomCrop.Padded;

    internal ResNetAugmentationOptions Copy() => (ResNetAugmentationOptions)MemberwiseClone();

    void IOptionGroup.ValidateTogether(string prefix)
    {
        RequireOrder(SmallestCropArea, LargestCropArea, nameof(SmallestCropArea), nameof(LargestCropArea), prefix);
        RequireOrder(
            SmallestCropAspect, LargestCropAspect, nameof(SmallestCropAspect), nameof(LargestCropAspect), prefix);
        RequireOrder(SmallestScale, LargestScale, nameof(SmallestScale), nameof(LargestScale), prefix);
        RequireOrder(
            SmallestErasedArea, LargestErasedArea, nameof(SmallestErasedArea), nameof(LargestErasedArea), prefix);
        OptionChecks.Require(
            Cutout == 0 || ErasingProbability == 0, ErasingProbability, "0 where Cutout is set",
            prefix + nameof(ErasingProbability));
    }

    private static void RequireOrder(float smaller, float larger, string smallerName, string largerName, string prefix) =>
        OptionChecks.Require(
            smaller <= larger, smaller, FormattableString.Invariant($"at most {largerName}, {larger}"), prefix + smallerName);
}
