namespace Microsoft.ML.ResNet.Selection;

/// <summary>How long a trial takes, and how much it can learn in a time, by its training images per second.</summary>
/// <param name="ImagesPerSecond">Of training.</param>
/// <param name="TrainImages">Of a full pass.</param>
/// <param name="ValidationImages">Measured on after every pass, even one over a part of the images.</param>
internal readonly record struct TrialPace(double ImagesPerSecond, long TrainImages, long ValidationImages)
{
    // The forward pass is a third of a training step's work.
    private const double ValidationWork = 1 / 3.0;

    public static double Measure(long trained, int validations, long validationImages, double seconds) =>
        (trained + validations * validationImages * ValidationWork) / Math.Max(seconds, 1e-9);

    public double ValidationSeconds => ValidationImages * ValidationWork / ImagesPerSecond;

    /// <summary>Time of a pass over some of the images, with validation.</summary>
    public double SecondsOf(long images) => images / ImagesPerSecond + ValidationSeconds;

    /// <summary>Images, every pass counted, that can be learned with validation after each pass.</summary>
    public double ImagesIn(double seconds)
    {
        double images = seconds * ImagesPerSecond, validation = ValidationImages * ValidationWork;
        return images - validation < TrainImages
            ? Math.Max(0, images - validation)
            : images / (1 + validation / TrainImages);
    }
}
