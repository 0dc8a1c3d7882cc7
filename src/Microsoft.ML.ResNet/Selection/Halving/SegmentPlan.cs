namespace Microsoft.ML.ResNet.Selection;

/// <summary>Turns an amount of training into passes over the images, or one pass over a part of them.</summary>
internal static class SegmentPlan
{
    // Fewer steps of descent teach nothing.
    private const int LeastSteps = 20;

    /// <summary>The fewest images that a segment learns.</summary>
    public static long Least(long trainImages, int batchSize) => Math.Min(trainImages, (long)LeastSteps * batchSize);

    /// <param name="images">Images to learn, every pass counted.</param>
    /// <param name="trainImages">Of a full pass.</param>
    /// <param name="batchSize">Of a step.</param>
    /// <param name="atMost">Whether it must not be more than that, as where time is short.</param>
    public static TrialSegment Of(double images, long trainImages, int batchSize, bool atMost)
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
