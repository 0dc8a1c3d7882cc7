namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// What <c>--data</c> names: a folder or a zip with a subfolder for each class, perhaps below <c>train</c> and
/// <c>test</c> (or <c>val</c>), or a table.
/// </summary>
/// <param name="Train">All images, or those of the train folder.</param>
/// <param name="Test">Those of the test folder; null if there is none.</param>
/// <param name="IgnoredFiles">Files that are no images of a class.</param>
internal sealed record DataSource(LabeledImages Train, LabeledImages? Test, int IgnoredFiles)
{
    /// <summary>Images to evaluate on: those of the test folder if there is one, else all.</summary>
    public LabeledImages Evaluation => Test ?? Train;

    /// <param name="path">Folder, zip or table.</param>
    /// <param name="multiLabel">
    /// Whether any number of labels applies; null for what a table looks like: so if a row has not exactly one.
    /// </param>
    /// <exception cref="UserException">There are no images with labels.</exception>
    public static DataSource Open(string path, bool? multiLabel = null)
    {
        if (File.Exists(path) && ImageTable.IsTable(path))
            return OpenTable(path, multiLabel);
        ImageContainer container = ImageContainer.Open(path);
        ImageSets sets = ImageLayout.Arrange(container.List(), seed: 0, heldOutShare: 0);
        if (sets.Train.Count == 0)
            throw new UserException($"'{path}' has no class folders with images in them.");
        bool several = multiLabel ?? false;
        return new DataSource(
            Of(container, sets.Train, several), sets.Test.Count == 0 ? null : Of(container, sets.Test, several),
            sets.IgnoredFiles);
    }

    /// <summary>Sets a part of every class aside, if no test folder does.</summary>
    /// <param name="share">The part, 0 to below 1.</param>
    /// <param name="seed">Chooses the images.</param>
    public DataSource HoldOut(double share, int seed)
    {
        if (Test is not null || share == 0)
            return this;
        // Images with several labels are grouped by their set.
        var files = Train.Images.ToDictionary(image => new ImageFile(image.Name, string.Join('\n', image.Labels)));
        (List<ImageFile> kept, List<ImageFile> heldOut) = StratifiedSplit.Split([.. files.Keys], seed, share);
        return this with
        {
            Train = Train with { Images = [.. kept.Select(file => files[file])] },
            Test = heldOut.Count == 0 ? null : Train with { Images = [.. heldOut.Select(file => files[file])] },
        };
    }

    private static LabeledImages Of(ImageContainer container, IReadOnlyList<ImageFile> files, bool multiLabel) =>
        new(container, [.. files.Select(file => new LabeledImage(file.Name, [file.Label]))], multiLabel);

    private static DataSource OpenTable(string path, bool? multiLabel)
    {
        IReadOnlyList<LabeledImage> images = ImageTable.Read(path);
        if (images.Count == 0)
            throw new UserException($"'{path}' has no rows. A row is the path of an image, then its labels.");
        bool several = multiLabel ?? images.Any(image => image.Labels.Length != 1);
        if (!several && images.FirstOrDefault(image => image.Labels.Length != 1) is { } other)
            throw new UserException($"'{path}': '{other.Name}' has {other.Labels.Length} labels, and must have one.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new DataSource(new LabeledImages(new FolderContainer(folder), images, several), null, IgnoredFiles: 0);
    }
}
