namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>A row of the images that a configuration names; the column names are those of Model Builder's
/// code.</summary>
internal sealed record LabeledFile(string Label, string ImagePath)
{
    // Model Builder takes the first three; the rest can be decoded too.
    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp"];

    /// <summary>The images of all classes that have any, ordered by class and name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">Where its name stands, for messages.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It has no subfolder with images.</exception>
    public static IReadOnlyList<LabeledFile> In(string folder, string source)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{source}: there is no folder '{folder}'. Where the images lie elsewhere on this machine, set "
                + $"{nameof(ResNetModelBuilderConfiguration)}.{nameof(ResNetModelBuilderConfiguration.ImageFolder)}.");
        }
        LabeledFile[] files =
        [
            .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(OfClass),
        ];
        return files.Length > 0 ? files : throw new InvalidDataException(
            $"{source}: the folder '{folder}' has no subfolder with images ({string.Join(", ", s_extensions)}); "
            + "there must be one for each class.");
    }

    private static IEnumerable<LabeledFile> OfClass(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .Select(file => new LabeledFile(Path.GetFileName(folder), file));
}
