namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Holds out the same share of every class.</summary>
internal static class StratifiedSplit
{
    public const double HeldOutShare = 0.2;

    /// <summary>A class of two images or more gives at least one to each side; a single image is trained on.</summary>
    public static (List<ImageFile> Kept, List<ImageFile> HeldOut) Split(
        IReadOnlyList<ImageFile> images, int seed, double heldOutShare = HeldOutShare)
    {
        if (heldOutShare == 0)
            return ([.. images], []);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] labels = [.. images.Select(image => Number(image.Label))];
        var kept = new List<ImageFile>();
        var heldOut = new List<ImageFile>();
        foreach (int[] members in ResNet.Data.StratifiedSplit.Shuffled(labels, numbers.Count, seed))
        {
            int count = members.Length == 1 ? 0 : Math.Max(1, (int)(members.Length * heldOutShare));
            heldOut.AddRange(members[..count].Select(image => images[image]));
            kept.AddRange(members[count..].Select(image => images[image]));
        }
        return (kept, heldOut);

        int Number(string label)
        {
            numbers.TryAdd(label, numbers.Count);
            return numbers[label];
        }
    }
}
