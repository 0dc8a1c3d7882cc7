namespace Microsoft.ML.ResNet;

/// <summary>Divides images so that every part has its share of every class.</summary>
internal static class FileSplits
{
    /// <summary>A part of every class for validation, but at least one image for training.</summary>
    public static (LabeledFile[] Train, LabeledFile[] Validation) Split(
        IReadOnlyList<LabeledFile> files, double fraction, int seed)
    {
        int[] labels = Labels(files);
        (long[] train, long[] validation) = StratifiedSplit.Of(labels, labels.Max() + 1, fraction, seed);
        return ([.. train.Select(i => files[(int)i])], [.. validation.Select(i => files[(int)i])]);
    }

    /// <summary>Every fold as validation images, and all others as training images.</summary>
    /// <exception cref="ArgumentException">A class has fewer than two images, so that a fold could not learn
    /// it.</exception>
    public static IEnumerable<(LabeledFile[] Train, LabeledFile[] Validation)> Folds(
        IReadOnlyList<LabeledFile> files, int folds, int seed)
    {
        int[] foldOf = FoldOf(files, folds, seed);
        return Enumerable.Range(0, folds)
            .Where(fold => foldOf.Contains(fold))
            .Select(fold => (
                files.Where((_, i) => foldOf[i] != fold).ToArray(),
                files.Where((_, i) => foldOf[i] == fold).ToArray()));
    }

    /// <summary>So many of the files, evenly spread, and at least one of every class.</summary>
    public static LabeledFile[] Sample(IReadOnlyList<LabeledFile> files, int count) =>
    [
        .. files.Where((_, i) => (long)i * count / files.Count != (long)(i - 1) * count / files.Count || i == 0)
            .Concat(files.DistinctBy(file => file.Label)).Distinct(),
    ];

    // The images of a class, shuffled, are dealt out in turn.
    private static int[] FoldOf(IReadOnlyList<LabeledFile> files, int folds, int seed)
    {
        var random = new Random(seed);
        int[] foldOf = new int[files.Count];
        int next = 0;
        foreach (IGrouping<string, int> ofClass in Enumerable.Range(0, files.Count).GroupBy(i => files[i].Label))
        {
            int[] shuffled = [.. ofClass];
            if (shuffled.Length < 2)
            {
                throw new ArgumentException(
                    $"The class '{ofClass.Key}' has one image ({files[shuffled[0]].ImagePath}): a cross-validation "
                    + "needs two of each.");
            }
            random.Shuffle(shuffled);
            foreach (int image in shuffled)
                foldOf[image] = next++ % folds;
        }
        return foldOf;
    }

    private static int[] Labels(IReadOnlyList<LabeledFile> files)
    {
        string[] classes = [.. files.Select(file => file.Label).Distinct()];
        return [.. files.Select(file => Array.IndexOf(classes, file.Label))];
    }
}
