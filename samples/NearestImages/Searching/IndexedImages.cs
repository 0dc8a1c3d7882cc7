using Microsoft.ML.ResNet.CommandLine.Data;

namespace NearestImages.Searching;

/// <summary>Lists the images of a container. The name of an image's folder is its class.</summary>
internal static class IndexedImages
{
    public static ImageFile[] From(IEnumerable<string> names) =>
    [
        .. names.Order(StringComparer.Ordinal)
            .Select(name => new ImageFile(name, ClassOf(name))),
    ];

    private static string ClassOf(string name) => name.Split('/') is [.., var folder, _] ? folder : "";
}
