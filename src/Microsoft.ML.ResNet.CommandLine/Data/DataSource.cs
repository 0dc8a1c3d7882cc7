namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// The data set that <c>--data</c> names: a folder or zip with a subfolder for each class, optionally inside
/// <c>train</c> and <c>test</c> (or <c>val</c>) folders, or a table.
/// </summary>
/// <param name="Train">The images of the train folder, or all images.</param>
/// <param name="Validation">The images of a validation folder, or held out; null if there are none.</param>
/// <param name="Test">The images of a test folder; null if there is none.</param>
/// <param name="Ignored">Files that are not an image of a class.</param>
internal sealed record DataSource(
    LabeledImages Train, LabeledImages? Validation, LabeledImages? Test, IgnoredFiles Ignored)
{
    // With fewer rows that do not have exactly one label, these are rather mistakes.
    private const double MultiLabelShare = 0.1;

    /// <summary>Images to evaluate on: the test images if there are any, or else the validation images, or else all.</summary>
    public LabeledImages Evaluation => Test ?? Validation ?? Train;

    /// <param name="path">A folder, zip or table.</param>
    /// <param name="multiLabel">
    /// Whether an image can have any number of labels. Null: only if a row of the table does not have exactly one.
    /// </param>
    /// <exception cref="UserException">There are no labeled images.</exception>
    public static DataSource Open(string path, bool? multiLabel = null)
    {
        if (File.Exists(path) && ImageTable.IsTable(path))
            return OpenTable(path, multiLabel);
        ImageContainer container = ImageContainer.Open(path);
        ImageSplit sets = ImageLayout.Arrange(container, seed: 0, heldOutShare: 0);
        if (sets.Train.Count == 0)
            throw new UserException($"'{path}' has no class folders with images in them.");
        bool several = multiLabel ?? false;
        return new DataSource(
            CreateSet(container, sets.Train, several)!, CreateSet(container, sets.Validation, several),
            CreateSet(container, sets.Test, several), sets.Ignored);
    }

    /// <summary>
    /// Holds out part of every class as validation images, unless there are validation images, or test images to validate on.
    /// </summary>
    /// <param name="share">Fraction to hold out, at least 0 and below 1.</param>
    /// <param name="seed">Determines which images are held out.</param>
    public DataSource HoldOut(double share, int seed)
    {
        if (Validation is not null || share == 0)
            return this;
        if (Test is not null)
            return this with { Validation = Test };
        // Images with several labels are stratified by their set of labels.
        var files = Train.Images.ToDictionary(image => new ImageFile(image.Name, string.Join('\n', image.Labels)));
        (List<ImageFile> kept, List<ImageFile> heldOut) = HoldOutSplit.Split([.. files.Keys], seed, share);
        return this with
        {
            Train = Train with { Images = [.. kept.Select(file => files[file])] },
            Validation = heldOut.Count == 0 ? null : Train with { Images = [.. heldOut.Select(file => files[file])] },
        };
    }

    private static LabeledImages? CreateSet(ImageContainer container, IReadOnlyList<ImageFile> files, bool multiLabel) =>
        files.Count == 0 ? null : new(container, [.. files.Select(file => new LabeledImage(file.Name, [file.Label]))], multiLabel);

    private static DataSource OpenTable(string path, bool? multiLabel)
    {
        IReadOnlyList<LabeledImage> images = ImageTable.Read(path);
        if (images.Count == 0)
            throw new UserException($"'{path}' has no rows. Each row needs the path of an image, then its labels.");
        LabeledImage[] others = [.. images.Where(image => image.Labels.Length != 1)];
        bool several = multiLabel ?? (others.Length > 0 && others.Length >= images.Count * MultiLabelShare);
        if (!several && others.Length > 0)
        {
            throw new UserException(
                $"'{path}': '{others[0].Name}' has {others[0].Labels.Length} labels where the other rows have one "
                + $"({others.Length} of {images.Count} rows are like it). Give it one label; or, if any number of labels applies to "
                + "an image, add --multi-label.");
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new DataSource(new LabeledImages(new FolderContainer(folder), images, several), null, null, new IgnoredFiles());
    }
}
