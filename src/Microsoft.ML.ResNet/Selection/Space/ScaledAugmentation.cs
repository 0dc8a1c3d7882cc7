namespace Microsoft.ML.ResNet.Selection;

/// <summary>Augmentation that is weaker or stronger than another.</summary>
internal static class ScaledAugmentation
{
    private const float SmallestArea = 0.05f;

    /// <param name="options">What is scaled.</param>
    /// <param name="strength">0 for none, 1 for what it is, 2 for twice the changes.</param>
    public static ResNetAugmentationOptions Of(ResNetAugmentationOptions options, float strength)
    {
        ResNetAugmentationOptions scaled = options.Copy();
        float Part(float value, float most = 1) => Math.Min(value * strength, most);
        scaled.Brightness = Part(options.Brightness);
        scaled.Contrast = Part(options.Contrast);
        scaled.Saturation = Part(options.Saturation);
        scaled.Hue = Part(options.Hue, most: 0.5f);
        scaled.ColorShift = Part(options.ColorShift);
        scaled.Cutout = Part(options.Cutout);
        scaled.ErasingProbability = Part(options.ErasingProbability);
        if (options.Crop == ResNetRandomCrop.Resized)
        {
            float largest = options.LargestCropArea;
            scaled.SmallestCropArea = Math.Clamp(
                largest - (largest - options.SmallestCropArea) * strength, Math.Min(SmallestArea, largest), largest);
        }
        return scaled;
    }
}
