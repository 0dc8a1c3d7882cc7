using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>How a pretrained network is fitted to a set of images, by the number and the size of the images.</summary>
internal static class FineTuningPlan
{
    /// <summary>From this many images on, some of them are held out for good, and the network is trained once.</summary>
    public const int ManyImages = 2000;

    /// <summary>The most images that are held out.</summary>
    private const int MostHeld = 1000;

    private const double HeldPart = 0.2;
    private const int BatchSize = 16;
    private const int PassesOverImages = 4096;
    private const int LeastEpochs = 4, MostEpochs = 12;
    private const int Stride = 32; // of a network for large images

    /// <summary>
    /// Training sees parts of images, which look larger than whole images do: with an input of 5/7 of the size, objects have
    /// the size that they have in scoring (Touvron et al. 2019, <i>Fixing the train-test resolution discrepancy</i>), and a
    /// step takes half the time.
    /// </summary>
    private const double TrainedPart = 5 / 7.0;

    /// <summary>The part of the images that is held out to choose how far fine-tuning moves the network.</summary>
    public static double HeldFraction(int images) => Math.Min(HeldPart, (double)MostHeld / images);

    /// <summary>
    /// The settings of fine-tuning: the second half of the stages and the head, batch normalization as it was learned, parts
    /// of at least a third of an image.
    /// </summary>
    /// <param name="settings">As the options say, which decide on precision, loss and seed.</param>
    /// <param name="images">Images trained on.</param>
    /// <param name="stored">Size that images are kept at.</param>
    public static TrainingSettings Settings(TrainingSettings settings, int images, ImageSize stored)
    {
        ResNetTrainingOptions options = settings.Options.Copy();
        options.Epochs = Math.Clamp(PassesOverImages / images, LeastEpochs, MostEpochs);
        options.BatchSize = BatchSize;
        options.LearningRate = LearningRate;
        options.Schedule = ResNetLearningRateSchedule.OneCycle;
        options.FrozenStages = Math.Max(1, options.Architecture.StageDepths.Count / 2);
        options.StageLearningRateDecay = StageDecay;
        options.HeadLearningRateFactor = 1;
        options.EarlyStopping = null;
        options.Optimizer.AccumulationSteps = 1;
        options.Optimizer.WarmupFraction = options.Schedule.DefaultWarmupFraction();
        options.Optimizer.WeightDecay = WeightDecay;
        options.Augmentation = new ResNetAugmentationOptions
        {
            Crop = ResNetRandomCrop.Resized,
            CropPadding = 0,
            HorizontalFlip = options.Augmentation.HorizontalFlip,
            MixupAlpha = options.Augmentation.MixupAlpha,
            CutMixAlpha = options.Augmentation.CutMixAlpha,
            SmallestCropArea = SmallestArea,
            Brightness = ColorChange,
            Contrast = ColorChange,
            Saturation = ColorChange,
        };
        return settings with
        {
            Options = options,
            FreezesNormalization = FreezesNormalization,
            InputHeight = Reduced(stored.Height, settings.InputHeight),
            InputWidth = Reduced(stored.Width, settings.InputWidth),
        };
    }

    private const float LearningRate = 0.003f;
    private const float WeightDecay = 1e-4f;
    private const bool FreezesNormalization = true;
    private const float StageDecay = 1;
    private const float SmallestArea = 0.35f;
    private const float ColorChange = 0.2f;

    private static int Reduced(int stored, int input)
    {
        int reduced = (int)Math.Round(input * TrainedPart / Stride) * Stride;
        return reduced >= 3 * Stride ? reduced : Math.Min(stored, input);
    }
}
