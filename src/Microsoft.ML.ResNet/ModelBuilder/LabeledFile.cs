namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>A labelled image file. The property names match the columns of Model Builder's generated code.</summary>
internal sealed record LabeledFile(string Label, string ImagePath)
{
    // Model Builder accepts the first three; the others can be decoded too.
    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp"];

    /// <summary>Lists the images of all classes, ordered by class and name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">The configuration's property that names the folder, for messages.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">The folder has no subfolder with images.</exception>
    public static IReadOnlyList<LabeledFile> In(string folder, string source)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{source}: the folder '{folder}' does not exist. If the images are elsewhere on this machine, set "
                + $"{nameof(ResNetModelBuilderConfiguration)}.{nameof(ResNetModelBuilderConfiguration.ImageFolder)}.");
        }
        LabeledFile[] files =
        [
            .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(OfClass),
        ];
        return files.Length > 0 ? files : throw new InvalidDataException(
            $"{source}: the folder '{folder}' has no subfolder with images ({string.Join(", ", s_extensions)}); "
            + "create one for each class.");
    }

    private static IEnumerable<LabeledFile> OfClass(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .Select(file => new LabeledFile(Path.GetFileName(folder), file));
}
