namespace Microsoft.ML.ResNet.Selection;

/// <summary>Converts a training budget to full passes over the images, or to one pass over a subset.</summary>
internal static class SegmentPlan
{
    // Fewer optimizer steps have no measurable effect.
    private const int LeastSteps = 20;

    /// <summary>The minimum number of images in a segment.</summary>
    public static long Least(long trainImages, int batchSize) => Math.Min(trainImages, (long)LeastSteps * batchSize);

    /// <param name="images">The budget: images, counted once per pass.</param>
    /// <param name="trainImages">Images per full pass.</param>
    /// <param name="batchSize">Images per step.</param>
    /// <param name="atMost">Whether the budget is an upper limit, as with a time limit.</param>
    public static TrialSegment Create(double images, long trainImages, int batchSize, bool atMost)
    {
        double passes = images / trainImages;
        int epochs = (int)Math.Max(1, atMost ? Math.Floor(passes) : Math.Round(passes));
        if (passes >= (atMost ? 1 : 0.75))
            return new TrialSegment { Epochs = epochs, Images = trainImages };
        return new TrialSegment
        {
            Epochs = 1,
            Images = Math.Clamp((long)images, Least(trainImages, batchSize), trainImages),
        };
    }
}
