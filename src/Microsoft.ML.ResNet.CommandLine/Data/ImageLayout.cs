namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Derives the classes, and the split into train and test images, from file names.</summary>
internal static class ImageLayout
{
    /// <param name="names">
    /// File names such as <c>class/file</c> or <c>train/class/file</c>, optionally with parent folders.
    /// </param>
    /// <param name="seed">Determines which images are held out if there is no <c>test</c> folder.</param>
    /// <param name="heldOutShare">Fraction of every class to hold out in that case.</param>
    public static ImageSplit Arrange(
        IEnumerable<string> names, int seed, double heldOutShare = HoldOutSplit.DefaultShare)
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
        // Directory order differs between file systems; the result of training must not.
        images.Sort(StringComparer.Ordinal);

        string root = Root(images);
        string[] tops = [.. images.Select(name => Top(name, root)).Distinct()];
        string? train = Array.Find(tops, top => Is(top, "train"));
        string? test = Array.Find(tops, top => Is(top, "test")) ?? Array.Find(tops, top => Is(top, "val"));
        if (train is not null && test is not null)
        {
            List<ImageFile> trainImages = Below($"{root}{train}/", images);
            List<ImageFile> testImages = Below($"{root}{test}/", images);
            return new ImageSplit(
                trainImages, testImages, ignored + images.Count - trainImages.Count - testImages.Count);
        }
        List<ImageFile> all = Below(root, images);
        (List<ImageFile> kept, List<ImageFile> heldOut) = HoldOutSplit.Split(all, seed, heldOutShare);
        return new ImageSplit(kept, heldOut, ignored + images.Count - all.Count);
    }

    /// <summary>
    /// The deepest folder that contains all images: its subfolders are the classes or the split.
    /// </summary>
    private static string Root(List<string> images)
    {
        string root = "";
        while (images.Count > 0 && Top(images[0], root) is { Length: > 0 } top)
        {
            string next = $"{root}{top}/";
            // A folder that contains images directly is a class, not the root.
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

    /// <summary>
    /// The subfolder of <paramref name="folder"/> that contains the file; empty if <paramref name="folder"/> itself does.
    /// </summary>
    private static string Top(string name, string folder) =>
        name.IndexOf('/', folder.Length) is var end and >= 0 ? name[folder.Length..end] : "";

    private static bool Is(string folder, string name) => folder.Equals(name, StringComparison.OrdinalIgnoreCase);
}
