namespace Microsoft.ML.ResNet.Data;

/// <summary>Splits images so that every class gives the same part to validation.</summary>
internal static class StratifiedSplit
{
    /// <summary>
    /// Every class gives round(fraction * count) of its images, chosen at random, but keeps at least one for training.
    /// Both results are in the order of the data.
    /// </summary>
    public static (long[] Train, long[] Validation) Create(ReadOnlySpan<int> labels, int classes, double fraction, int seed)
    {
        var isValidation = new bool[labels.Length];
        foreach (int[] shuffled in Shuffled(labels, classes, seed))
        {
            int take = Math.Min((int)Math.Round(fraction * shuffled.Length), shuffled.Length - 1);
            for (int i = 0; i < take; i++)
                isValidation[shuffled[i]] = true;
        }
        var train = new List<long>();
        var validation = new List<long>();
        for (int i = 0; i < isValidation.Length; i++)
            (isValidation[i] ? validation : train).Add(i);
        return ([.. train], [.. validation]);
    }

    /// <summary>The images of every class, each in an order of chance.</summary>
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
