using Microsoft.ML.ResNet.CommandLine.Data;

namespace NearestImages.Searching;

/// <summary>The images of a container; the folder that one lies in is its class.</summary>
internal static class IndexedImages
{
    public static ImageFile[] Of(IEnumerable<string> names) =>
    [
        .. names.Where(ImageFile.IsVisibleImage).Order(StringComparer.Ordinal)
            .Select(name => new ImageFile(name, ClassOf(name))),
    ];

    private static string ClassOf(string name) => name.Split('/') is [.., var folder, _] ? folder : "";
}
