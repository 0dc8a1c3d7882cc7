namespace Microsoft.ML.ResNet.Selection;

/// <summary>Converts between training time and images, given a trial's training speed.</summary>
/// <param name="ImagesPerSecond">Training images per second.</param>
/// <param name="TrainImages">Images per full pass.</param>
/// <param name="ValidationImages">Images to validate on after every pass, even after one over a subset.</param>
internal readonly record struct TrialThroughput(double ImagesPerSecond, long TrainImages, long ValidationImages)
{
    // A forward pass is a third of a training step's work.
    private const double ValidationWork = 1 / 3.0;

    public static double Measure(long trained, int validations, long validationImages, double seconds) =>
        (trained + validations * validationImages * ValidationWork) / Math.Max(seconds, 1e-9);

    public double ValidationSeconds => ValidationImages * ValidationWork / ImagesPerSecond;

    /// <summary>Seconds of one pass over this many images, with validation.</summary>
    public double SecondsOf(long images) => images / ImagesPerSecond + ValidationSeconds;

    /// <summary>
    /// Images, counted once per pass, that can be trained on in this time with validation after each pass.
    /// </summary>
    public double ImagesIn(double seconds)
    {
        double images = seconds * ImagesPerSecond, validation = ValidationImages * ValidationWork;
        return images - validation < TrainImages
            ? Math.Max(0, images - validation)
            : images / (1 + validation / TrainImages);
    }
}
