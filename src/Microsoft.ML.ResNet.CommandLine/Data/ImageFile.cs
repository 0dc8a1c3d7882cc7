namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>An image file of a container and its class.</summary>
/// <param name="Name">Path relative to the container's root, with <c>/</c> as separator.</param>
/// <param name="Label">The class.</param>
internal sealed record ImageFile(string Name, string Label)
{
    private static readonly HashSet<string> Extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is an image and neither hidden nor metadata that macOS adds to zips.</summary>
    public static bool IsVisibleImage(string name) =>
        IsImage(name) && !name.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX");

    public static bool IsImage(string name) => Extensions.Contains(Path.GetExtension(name));
}
