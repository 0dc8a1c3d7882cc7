namespace Microsoft.ML.ResNet.Selection;

/// <summary>Weakens or strengthens augmentation.</summary>
internal static class AugmentationScaling
{
    private const float SmallestArea = 0.05f;

    /// <param name="options">The augmentation to scale; not changed.</param>
    /// <param name="strength">0 for none, 1 for unchanged, 2 for twice as strong.</param>
    public static ResNetAugmentationOptions Scale(ResNetAugmentationOptions options, float strength)
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
