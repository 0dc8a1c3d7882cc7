using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>A labeled image file. The property names match the columns of Model Builder's generated code.</summary>
internal sealed record LabeledFile(string Label, string ImagePath)
{
    /// <summary>
    /// Lists the images of all classes, ordered by class and name. Images are recognized by their content, whatever their
    /// names are. The names of classes are in Unicode's composed form (NFC).
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="source">The configuration's property that names the folder, for messages.</param>
    /// <param name="remarks">Receives a line about files that are left out.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder has no subfolder with images, or all images of a class are in formats that cannot be decoded.
    /// </exception>
    public static IReadOnlyList<LabeledFile> In(string folder, string source, ICollection<string>? remarks = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{source}: the folder '{folder}' does not exist. If the images are elsewhere on this machine, set "
                + $"{nameof(ResNetModelBuilderConfiguration)}.{nameof(ResNetModelBuilderConfiguration.ImageFolder)}.");
        }
        (LabeledFile File, ImageFormat Format)[] all =
        [
            .. Directory.EnumerateDirectories(folder).SelectMany(OfClass)
                .OrderBy(found => found.File.Label, StringComparer.Ordinal)
                .ThenBy(found => found.File.ImagePath, StringComparer.Ordinal),
        ];
        LabeledFile[] files = [.. all.Where(found => found.Format.IsSupported).Select(found => found.File)];
        HashSet<string> classes = [.. files.Select(file => file.Label)];
        (LabeledFile File, ImageFormat Format)[] leftOut = [.. all.Where(found => !found.Format.IsSupported)];
        if (leftOut.FirstOrDefault(found => found.Format.IsImage && !classes.Contains(found.File.Label)) is
            { File: { } lost, Format: { } format })
        {
            throw new InvalidDataException(
                $"{source}: the class '{lost.Label}' has no image that can be read; the first of its files is the {format.Name} "
                + $"'{lost.ImagePath}'. Convert them ({ImageFormat.Supported} are supported), or remove the folder.");
        }
        if (leftOut.Length > 0)
        {
            IEnumerable<string> reasons = leftOut.CountBy(found => found.Format.Name).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => FormattableString.Invariant($"{pair.Key}: {pair.Value}"));
            remarks?.Add($"{source}: files left out: {leftOut.Length} ({string.Join(", ", reasons)}).");
        }
        return files.Length > 0 ? files : throw new InvalidDataException(
            $"{source}: the folder '{folder}' has no subfolder with images ({ImageFormat.Supported}); create one for each class.");
    }

    private static IEnumerable<(LabeledFile File, ImageFormat Format)> OfClass(string folder) =>
        Directory.EnumerateFiles(folder).Select(file => (
            new LabeledFile(Path.GetFileName(folder).Normalize(), file), ImageFormat.OfFile(file)));
}
