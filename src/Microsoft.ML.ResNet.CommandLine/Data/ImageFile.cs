namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>An image file of a container, and its class.</summary>
/// <param name="Name">Path below the container's root, with <c>/</c> between folders.</param>
/// <param name="Label">The class.</param>
internal sealed record ImageFile(string Name, string Label)
{
    private static readonly HashSet<string> Extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is an image that neither the user nor a system that packs zips has hidden.</summary>
    public static bool IsVisibleImage(string name) =>
        IsImage(name) && !name.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX");

    public static bool IsImage(string name) => Extensions.Contains(Path.GetExtension(name));
}
