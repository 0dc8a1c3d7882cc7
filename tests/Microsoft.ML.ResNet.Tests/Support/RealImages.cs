using System.IO.Compression;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// A test on CIFAR-10. It is reported as skipped unless the environment variable has the path of a zip with
/// train/CLASS/*.jpg and test/CLASS/*.jpg.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealImagesFactAttribute : FactAttribute
{
    public RealImagesFactAttribute()
    {
        if (RealImages.Path is null)
            Skip = $"{RealImages.Variable} is not set to a zip of CIFAR-10 images.";
    }
}

/// <summary>Reads images of CIFAR-10.</summary>
internal static class RealImages
{
    public const string Variable = "RESNET_TEST_CIFAR10";

    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : null;

    /// <summary>The first images of a class of the training or test set.</summary>
    public static byte[][] Read(bool test, string name, int count, int skip = 0)
    {
        using ZipArchive zip = ZipFile.OpenRead(Path!);
        string folder = $"{(test ? "test" : "train")}/{name}/";
        return [.. zip.Entries
            .Where(entry => entry.FullName.Contains(folder, StringComparison.Ordinal) && entry.Length > 0)
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal).Skip(skip).Take(count).Select(Content)];
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        byte[] content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }
}
