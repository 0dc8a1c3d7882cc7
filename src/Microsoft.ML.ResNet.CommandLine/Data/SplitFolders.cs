namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>The folders of a data set that comes divided into training, validation and test images.</summary>
/// <param name="Train">Name of the folder with training images.</param>
/// <param name="Validation">Name of the folder with validation images, or null.</param>
/// <param name="Test">Name of the folder with test images, or null.</param>
internal sealed record SplitFolders(string Train, string? Validation, string? Test)
{
    private static readonly string[] TrainNames = ["train", "training", "trainset", "train_set", "train-set"];

    private static readonly string[] ValidationNames =
        ["val", "valid", "validate", "validation", "dev", "valset", "val_set", "validation_set", "validation-set"];

    private static readonly string[] TestNames =
        ["test", "testing", "testset", "test_set", "test-set", "eval", "evaluation"];

    private static readonly string[] AllNames = [.. TrainNames, .. ValidationNames, .. TestNames];

    /// <summary>Recognizes the folders of a split by their names.</summary>
    /// <param name="folders">The names of the folders.</param>
    /// <param name="isDivided">Whether a folder has class folders, and no image outside them.</param>
    /// <returns>Null if the folders are classes.</returns>
    /// <exception cref="UserException">It is not clear whether they are classes or a split, or which.</exception>
    public static SplitFolders? Find(IReadOnlyCollection<string> folders, Func<string, bool> isDivided)
    {
        // A class may be called "train"; the folders of a split hold folders of classes.
        string[] splits = [.. folders.Where(folder => Is(folder, AllNames) && isDivided(folder))];
        if (splits.Length == 0 || (splits.Length == 1 && folders.Count == 1))
            return null;
        string? train = One(splits, TrainNames, "training");
        string? validation = One(splits, ValidationNames, "validation");
        string? test = One(splits, TestNames, "test");
        string[] others = [.. folders.Except(splits).Order(StringComparer.Ordinal)];
        if (others.Length > 0)
        {
            throw new UserException(
                $"It is not clear whether the folders are classes or a split: {Quote(splits)} hold folders of classes as a "
                + $"split does, but {Quote(others)} lie beside them. Give the folders as --data and --validation, or move "
                + "the others away.");
        }
        return train is not null ? new SplitFolders(train, validation, test) : throw new UserException(
            $"There are folders {Quote(splits)}, but none with training images ('train'). Add it, or give a folder of "
            + "classes.");
    }

    private static string? One(string[] folders, string[] names, string role)
    {
        string[] found = [.. folders.Where(folder => Is(folder, names))];
        return found.Length <= 1 ? found.FirstOrDefault() : throw new UserException(
            $"The folders {Quote(found)} all look like {role} images: keep one of them.");
    }

    private static bool Is(string folder, string[] names) => names.Contains(folder, StringComparer.OrdinalIgnoreCase);

    private static string Quote(IEnumerable<string> folders) =>
        string.Join(", ", folders.Select(folder => $"'{folder}'"));
}
