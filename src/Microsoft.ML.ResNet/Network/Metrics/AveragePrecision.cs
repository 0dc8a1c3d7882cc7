namespace Microsoft.ML.ResNet.Network;

/// <summary>Average precision: how well scores rank the images with a label before the others.</summary>
internal static class AveragePrecision
{
    /// <summary>
    /// The sum over ranks of precision times the increase in recall: 1 if all images with the label come first. Equal
    /// scores share one rank. Null if no image has the label.
    /// </summary>
    /// <param name="scores">The score of every image; not NaN. Sorted in place.</param>
    /// <param name="truth">Whether each image has the label. Sorted with the scores.</param>
    public static double? Compute(Span<float> scores, Span<bool> truth)
    {
        scores.Sort(truth);
        long positives = 0;
        foreach (bool applies in truth)
            positives += applies ? 1 : 0;
        if (positives == 0)
            return null;
        double sum = 0;
        long found = 0, foundBefore = 0;
        for (int i = scores.Length - 1; i >= 0; i--)
        {
            found += truth[i] ? 1 : 0;
            if (i > 0 && scores[i - 1] == scores[i])
                continue;
            sum += (found - foundBefore) * ((double)found / (scores.Length - i));
            foundBefore = found;
        }
        return sum / positives;
    }
}
