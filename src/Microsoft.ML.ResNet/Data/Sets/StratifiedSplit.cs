namespace Microsoft.ML.ResNet.Data;

/// <summary>Splits images so that the validation set has the same fraction of every class.</summary>
internal static class StratifiedSplit
{
    /// <summary>
    /// Takes round(fraction * count) random images of every class for validation, but leaves at least one for training.
    /// Where classes are too small for that, as many of them, chosen at random with the largest first, give one image as
    /// are needed for the fraction of the whole set, but at least one image. Both results keep the order of the data.
    /// </summary>
    public static (long[] Train, long[] Validation) Create(ReadOnlySpan<int> labels, int classes, double fraction, int seed)
    {
        var isValidation = new bool[labels.Length];
        int taken = 0;
        List<int[]> small = [];
        foreach (int[] shuffled in Shuffled(labels, classes, seed))
        {
            int take = Math.Min((int)Math.Round(fraction * shuffled.Length), shuffled.Length - 1);
            for (int i = 0; i < take; i++)
                isValidation[shuffled[i]] = true;
            taken += Math.Max(take, 0);
            if (take == 0 && shuffled.Length > 1)
                small.Add(shuffled);
        }
        int missing = fraction > 0 ? Math.Max(1, (int)Math.Round(fraction * labels.Length)) - taken : 0;
        int[][] candidates = [.. small];
        new Random(seed).Shuffle(candidates);
        foreach (int[] shuffled in candidates.OrderByDescending(images => images.Length).Take(missing))
            isValidation[shuffled[0]] = true;
        var train = new List<long>();
        var validation = new List<long>();
        for (int i = 0; i < isValidation.Length; i++)
            (isValidation[i] ? validation : train).Add(i);
        return ([.. train], [.. validation]);
    }

    /// <summary>The fold of every image, 0 to folds - 1: each class is spread over them, in an order of chance.</summary>
    public static int[] Folds(ReadOnlySpan<int> labels, int classes, int folds, int seed)
    {
        int[] foldOf = new int[labels.Length];
        int next = 0; // also from one class to the next, so that folds are of one size
        foreach (int[] shuffled in Shuffled(labels, classes, seed))
        {
            foreach (int image in shuffled)
                foldOf[image] = next++ % folds;
        }
        return foldOf;
    }

    /// <summary>The images of every class in random order.</summary>
    public static int[][] Shuffled(ReadOnlySpan<int> labels, int classes, int seed)
    {
        var byClass = new List<int>[classes];
        for (int c = 0; c < classes; c++)
            byClass[c] = [];
        for (int i = 0; i < labels.Length; i++)
            byClass[labels[i]].Add(i);

        var random = new Random(seed);
        int[][] shuffled = [.. byClass.Select(images => images.ToArray())];
        foreach (int[] images in shuffled)
            random.Shuffle(images);
        return shuffled;
    }
}

/// <summary>Assigns images to strata: the groups that a stratified split divides in equal proportion.</summary>
internal static class Strata
{
    /// <summary>
    /// The stratum of every image: its class; with several labels, the rarest one; without labels, an extra stratum.
    /// </summary>
    /// <param name="labels">The labels of all images.</param>
    /// <param name="counts">Number of images of every class, or with every label.</param>
    public static int[] Assign(ImageLabels labels, long[] counts)
    {
        var strata = new int[labels.Length];
        for (int i = 0; i < strata.Length; i++)
        {
            strata[i] = counts.Length;
            foreach (int label in labels.GetLabels(i))
            {
                if (strata[i] == counts.Length || counts[label] < counts[strata[i]])
                    strata[i] = label;
            }
        }
        return strata;
    }
}
