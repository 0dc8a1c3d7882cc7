using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Derives the classes, and the split into training, validation and test images, from file names.</summary>
internal sealed class ImageLayout
{
    private readonly IgnoredFiles _ignored = new();
    private readonly List<string> _images = [];

    // Pictures that cannot be decoded: their classes must not vanish without a word.
    private readonly List<(string Name, string Format)> _unsupported = [];

    /// <summary>Arranges the images of a container.</summary>
    /// <param name="container">
    /// Files with names such as <c>class/file</c> or <c>train/class/file</c>, optionally with parent folders. Files without the
    /// extension of an image are recognized by their content.
    /// </param>
    /// <param name="seed">Determines which images are held out if there are no validation or test images.</param>
    /// <param name="heldOutShare">Fraction of every class to hold out in that case.</param>
    /// <exception cref="UserException">A class has unsupported images only, or the folders are ambiguous.</exception>
    public static ImageSplit Arrange(
        ImageContainer container, int seed, double heldOutShare = HoldOutSplit.DefaultShare)
    {
        using IImageReader reader = container.OpenReader();
        return Arrange(container.List(), reader.DetectFormat, seed, heldOutShare);
    }

    /// <summary>Arranges files by their names, and by what is known of their content.</summary>
    public static ImageSplit Arrange(
        IEnumerable<string> names, Func<string, ImageFormat> detect, int seed,
        double heldOutShare = HoldOutSplit.DefaultShare) => new ImageLayout(names, detect).Arrange(seed, heldOutShare);

    private ImageLayout(IEnumerable<string> names, Func<string, ImageFormat> detect)
    {
        foreach (string name in names)
        {
            ImageFormat format = ImageFormat.FromName(name) ?? detect(name);
            if (format.IsSupported)
                _images.Add(name);
            else if (format.IsImage)
                _unsupported.Add((name, format.Name));
            else
                _ignored.Add(format.Name);
        }
        // Directory order differs between file systems; the result of training must not.
        _images.Sort(StringComparer.Ordinal);
    }

    private ImageSplit Arrange(int seed, double heldOutShare)
    {
        string[] pictures = [.. _images, .. _unsupported.Select(file => file.Name)];
        string root = Root(pictures);
        string[] tops = [.. pictures.Select(name => Top(name, root)).Where(top => top.Length > 0).Distinct()];
        SplitFolders? folders = SplitFolders.Find(tops, top => Array.TrueForAll(
            pictures, name => Top(name, root) != top || Top(name, $"{root}{top}/").Length > 0));
        if (folders is null)
        {
            List<ImageFile> all = Below(root);
            (List<ImageFile> kept, List<ImageFile> heldOut) = HoldOutSplit.Split(all, seed, heldOutShare);
            return Split(kept, [], heldOut, all.Count);
        }
        List<ImageFile> train = Below($"{root}{folders.Train}/");
        List<ImageFile> validation = folders.Validation is null ? [] : Below($"{root}{folders.Validation}/");
        List<ImageFile> test = folders.Test is null ? [] : Below($"{root}{folders.Test}/");
        return Split(train, validation, test, train.Count + validation.Count + test.Count);
    }

    private ImageSplit Split(List<ImageFile> train, List<ImageFile> validation, List<ImageFile> test, int used)
    {
        _ignored.Add("image outside the class folders", _images.Count - used);
        foreach ((_, string format) in _unsupported)
            _ignored.Add(format);
        return new ImageSplit(train, validation, test, _ignored);
    }

    /// <summary>The images below a folder, whose subfolders are the classes.</summary>
    private List<ImageFile> Below(string folder)
    {
        List<ImageFile> images =
        [
            .. from name in _images
                where name.StartsWith(folder, StringComparison.Ordinal)
                let label = Top(name, folder)
                where label.Length > 0
                select new ImageFile(name, label.Normalize()),
        ];
        HashSet<string> classes = [.. images.Select(image => image.Label)];
        var lost = _unsupported
            .Where(file => file.Name.StartsWith(folder, StringComparison.Ordinal))
            .GroupBy(file => Top(file.Name, folder).Normalize())
            .FirstOrDefault(files => files.Key.Length > 0 && !classes.Contains(files.Key));
        return lost is null ? images : throw new UserException(
            $"The class '{lost.Key}' has no image that can be read, but {lost.Count()} unsupported ones (the first is the "
            + $"{lost.First().Format} '{lost.First().Name}'). Convert them ({ImageFormat.Supported} are supported), or remove "
            + "the folder.");
    }

    /// <summary>
    /// The deepest folder that contains all images: its subfolders are the classes or the split.
    /// </summary>
    private static string Root(string[] images)
    {
        string root = "";
        while (images.Length > 0 && Top(images[0], root) is { Length: > 0 } top)
        {
            string next = $"{root}{top}/";
            // A folder that contains images directly is a class, not the root.
            if (!Array.TrueForAll(
                images, name => name.StartsWith(next, StringComparison.Ordinal) && Top(name, next).Length > 0))
                break;
            root = next;
        }
        return root;
    }

    /// <summary>
    /// The subfolder of <paramref name="folder"/> that contains the file; empty if <paramref name="folder"/> itself does.
    /// </summary>
    private static string Top(string name, string folder) =>
        name.IndexOf('/', folder.Length) is var end and >= 0 ? name[folder.Length..end] : "";
}
