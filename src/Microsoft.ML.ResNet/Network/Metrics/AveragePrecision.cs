namespace Microsoft.ML.ResNet.Network;

/// <summary>How well scores rank the images to which a label applies before the others.</summary>
internal static class AveragePrecision
{
    /// <summary>
    /// The precision at every rank where recall rises, weighted by how much it rises: 1 if all images with the label
    /// come first. Equal scores are one rank. Null if no image has the label.
    /// </summary>
    /// <param name="scores">A score for every image; not NaN. Sorted in place.</param>
    /// <param name="truth">Whether the label applies. Sorted with the scores.</param>
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
