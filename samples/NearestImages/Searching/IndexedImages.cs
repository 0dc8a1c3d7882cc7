using Microsoft.ML.ResNet.CommandLine.Data;

namespace NearestImages.Searching;

/// <summary>The images of a container; the folder that one lies in is its class.</summary>
internal static class IndexedImages
{
    public static ImageFile[] Of(IEnumerable<string> names) =>
    [
        .. names.Where(name => ImageFile.IsImage(name) && !IsHidden(name)).Order(StringComparer.Ordinal)
            .Select(name => new ImageFile(name, ClassOf(name))),
    ];

    private static string ClassOf(string name) => name.Split('/') is [.., var folder, _] ? folder : "";

    private static bool IsHidden(string name) => name.Split('/').Any(part => part.StartsWith('.'));
}
