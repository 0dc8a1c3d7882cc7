namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Finds the classes, and the split if there is one, in the names of files.</summary>
internal static class ImageLayout
{
    /// <param name="names">
    /// Names of files: <c>class/file</c> or <c>train/class/file</c>, perhaps below further folders.
    /// </param>
    /// <param name="seed">Chooses the held-out images where no <c>test</c> folder does.</param>
    /// <param name="heldOutShare">The part of every class that is held out then.</param>
    public static ImageSets Arrange(
        IEnumerable<string> names, int seed, double heldOutShare = StratifiedSplit.HeldOutShare)
    {
        List<string> images = [];
        int ignored = 0;
        foreach (string name in names)
        {
            if (ImageFile.IsVisibleImage(name))
                images.Add(name);
            else
                ignored++;
        }
        // The order of a directory differs from disk to disk; the result of training must not.
        images.Sort(StringComparer.Ordinal);

        string root = Root(images);
        string[] tops = [.. images.Select(name => Top(name, root)).Distinct()];
        string? train = Array.Find(tops, top => Is(top, "train"));
        string? test = Array.Find(tops, top => Is(top, "test")) ?? Array.Find(tops, top => Is(top, "val"));
        if (train is not null && test is not null)
        {
            List<ImageFile> trainImages = Below($"{root}{train}/", images);
            List<ImageFile> testImages = Below($"{root}{test}/", images);
            return new ImageSets(
                trainImages, testImages, ignored + images.Count - trainImages.Count - testImages.Count);
        }
        List<ImageFile> all = Below(root, images);
        (List<ImageFile> kept, List<ImageFile> heldOut) = StratifiedSplit.Split(all, seed, heldOutShare);
        return new ImageSets(kept, heldOut, ignored + images.Count - all.Count);
    }

    /// <summary>
    /// The folder that holds the class folders or the split: below it, the images no longer share a folder.
    /// </summary>
    private static string Root(List<string> images)
    {
        string root = "";
        while (images.Count > 0 && Top(images[0], root) is { Length: > 0 } top)
        {
            string next = $"{root}{top}/";
            // A folder that holds images itself is a class, not a root.
            if (!images.TrueForAll(
                name => name.StartsWith(next, StringComparison.Ordinal) && Top(name, next).Length > 0))
                break;
            root = next;
        }
        return root;
    }

    private static List<ImageFile> Below(string folder, List<string> images) =>
        [.. from name in images
            where name.StartsWith(folder, StringComparison.Ordinal)
            let label = Top(name, folder)
            where label.Length > 0
            select new ImageFile(name, label)];

    /// <summary>The folder just below <paramref name="folder"/>; empty if the file lies in that itself.</summary>
    private static string Top(string name, string folder) =>
        name.IndexOf('/', folder.Length) is var end and >= 0 ? name[folder.Length..end] : "";

    private static bool Is(string folder, string name) => folder.Equals(name, StringComparison.OrdinalIgnoreCase);
}
