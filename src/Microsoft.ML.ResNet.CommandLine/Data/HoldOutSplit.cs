namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Holds out the same fraction of every class.</summary>
internal static class HoldOutSplit
{
    public const double DefaultShare = 0.2;

    /// <summary>
    /// Each class with two or more images has at least one on each side; an only image is kept for training.
    /// </summary>
    public static (List<ImageFile> Kept, List<ImageFile> HeldOut) Split(
        IReadOnlyList<ImageFile> images, int seed, double heldOutShare = DefaultShare)
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
