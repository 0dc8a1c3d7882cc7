using System.Globalization;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.ResNet;

/// <summary>
/// What is changed in training images at random, beside
/// <see cref="ResNetClassifierEstimator.Options.HorizontalFlip"/>. Everything is decided by the seed, the epoch and
/// the image alone.
/// </summary>
public sealed class ResNetAugmentationOptions
{
    /// <summary>Which part of an image is seen. Default: <see cref="ResNetRandomCrop.Padded"/>.</summary>
    public ResNetRandomCrop Crop { get; set; } = ResNetRandomCrop.Padded;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Resized"/>: the smallest part of the image's area, above 0, at most
    /// <see cref="LargestCropArea"/>. Default: 0.08.
    /// </summary>
    public float SmallestCropArea { get; set; } = 0.08f;

    /// <summary>For <see cref="ResNetRandomCrop.Resized"/>: the largest part of the area, at most 1. Default: 1.</summary>
    public float LargestCropArea { get; set; } = 1;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Resized"/>: the smallest ratio of the part's width to its height, 0.1 to
    /// <see cref="LargestCropAspect"/>; ratios are relative to the network's input. Default: 3/4.
    /// </summary>
    public float SmallestCropAspect { get; set; } = 3f / 4;

    /// <summary>For <see cref="ResNetRandomCrop.Resized"/>: the largest ratio, at most 10. Default: 4/3.</summary>
    public float LargestCropAspect { get; set; } = 4f / 3;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Scaled"/>: the smallest size of the image relative to the crop, 1 to
    /// <see cref="LargestScale"/>. Default: 256/224, the paper's.
    /// </summary>
    public float SmallestScale { get; set; } = 256f / 224;

    /// <summary>
    /// For <see cref="ResNetRandomCrop.Scaled"/>: the largest size, at most 16. Default: 480/224, the paper's.
    /// </summary>
    public float LargestScale { get; set; } = 480f / 224;

    /// <summary>
    /// Light is multiplied by a factor from 1 - Brightness to 1 + Brightness: 0 (off) to 1. Pixels are taken as light,
    /// of which 0 is none. Default: 0; photographs bear 0.4.
    /// </summary>
    public float Brightness { get; set; }

    /// <summary>
    /// Differences from the mean gray of the training set are multiplied by a factor from 1 - Contrast to 1 + Contrast:
    /// 0 (off) to 1. Default: 0; photographs bear 0.4.
    /// </summary>
    public float Contrast { get; set; }

    /// <summary>
    /// Differences of colours from their gray (ITU-R BT.601) are multiplied by a factor from 1 - Saturation to
    /// 1 + Saturation: 0 (off) to 1. For colour images. Default: 0; photographs bear 0.4.
    /// </summary>
    public float Saturation { get; set; }

    /// <summary>
    /// Colours are turned about the gray axis by an angle up to this part of the circle, either way: 0 (off) to 0.5.
    /// For colour images. Default: 0; photographs bear 0.1.
    /// </summary>
    public float Hue { get; set; }

    /// <summary>
    /// Each principal component of the training set's colours is added to an image with a normally distributed factor
    /// of this standard deviation; components are as long as the standard deviation along them (Krizhevsky et al.
    /// 2012, the paper's colour augmentation). 0 (off) to 1, for colour images. Default: 0; the paper's is about 0.1.
    /// </summary>
    public float ColorShift { get; set; }

    /// <summary>
    /// Side of a square set to the mean colour, at a random place that may be partly outside, as a part of the input's
    /// smaller side: 0 (off) to 1 (DeVries and Taylor 2017). Default: 0.
    /// </summary>
    public float Cutout { get; set; }

    /// <summary>
    /// The part of the images of which a rectangle is set to the mean colour: 0 (off) to 1 (Zhong et al. 2017). Not
    /// together with <see cref="Cutout"/>. Default: 0; the authors have 0.5.
    /// </summary>
    public float ErasingProbability { get; set; }

    /// <summary>
    /// For <see cref="ErasingProbability"/>: the smallest part of the area, above 0, at most
    /// <see cref="LargestErasedArea"/>. Default: 0.02.
    /// </summary>
    public float SmallestErasedArea { get; set; } = 0.02f;

    /// <summary>For <see cref="ErasingProbability"/>: the largest part of the area, at most 1. Default: 0.33.</summary>
    public float LargestErasedArea { get; set; } = 0.33f;

    /// <summary>
    /// For <see cref="ErasingProbability"/>: the smallest ratio of width to height, 0.1 to 1; the largest is its
    /// reciprocal. Default: 0.3.
    /// </summary>
    public float SmallestErasedAspect { get; set; } = 0.3f;

    /// <summary>Whether colours are changed.</summary>
    internal bool ChangesColors => Brightness > 0 || Contrast > 0 || Saturation > 0 || Hue > 0 || ColorShift > 0;

    /// <summary>Whether parts of any size are seen, so that stored images should be larger than the input.</summary>
    internal bool Zooms => Crop != ResNetRandomCrop.Padded;

    internal ResNetAugmentationOptions Copy() => (ResNetAugmentationOptions)MemberwiseClone();

    /// <exception cref="ArgumentOutOfRangeException">Names the option, its value and its range.</exception>
    internal void Validate()
    {
        Require(Enum.IsDefined(Crop), Crop, "a ResNetRandomCrop");
        Require(SmallestCropArea > 0 && SmallestCropArea <= LargestCropArea, SmallestCropArea,
            $"above 0, at most LargestCropArea, {LargestCropArea}");
        Require(LargestCropArea <= 1, LargestCropArea, "at most 1");
        Require(SmallestCropAspect >= 0.1f && SmallestCropAspect <= LargestCropAspect, SmallestCropAspect,
            $"0.1 to LargestCropAspect, {LargestCropAspect}");
        Require(LargestCropAspect <= 10, LargestCropAspect, "at most 10");
        Require(SmallestScale >= 1 && SmallestScale <= LargestScale, SmallestScale,
            $"1 to LargestScale, {LargestScale}");
        Require(LargestScale <= 16, LargestScale, "at most 16");
        Require(Brightness is >= 0 and <= 1, Brightness, "0 to 1");
        Require(Contrast is >= 0 and <= 1, Contrast, "0 to 1");
        Require(Saturation is >= 0 and <= 1, Saturation, "0 to 1");
        Require(Hue is >= 0 and <= 0.5f, Hue, "0 to 0.5");
        Require(ColorShift is >= 0 and <= 1, ColorShift, "0 to 1");
        Require(Cutout is >= 0 and <= 1, Cutout, "0 to 1");
        Require(ErasingProbability is >= 0 and <= 1, ErasingProbability, "0 to 1");
        Require(Cutout == 0 || ErasingProbability == 0, ErasingProbability, "0 where Cutout is set");
        Require(SmallestErasedArea > 0 && SmallestErasedArea <= LargestErasedArea, SmallestErasedArea,
            $"above 0, at most LargestErasedArea, {LargestErasedArea}");
        Require(LargestErasedArea <= 1, LargestErasedArea, "at most 1");
        Require(SmallestErasedAspect is >= 0.1f and <= 1, SmallestErasedAspect, "0.1 to 1");
    }

    private static void Require(
        bool condition, object value, FormattableString range,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (condition)
            return;
        string text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        throw new ArgumentOutOfRangeException(
            name, $"Augmentation.{name} is {text}; it must be {FormattableString.Invariant(range)}.");
    }

    private static void Require(
        bool condition, object value, string range, [CallerArgumentExpression(nameof(value))] string name = "") =>
        Require(condition, value, (FormattableString)$"{range}", name);
}
