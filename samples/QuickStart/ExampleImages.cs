using Microsoft.ML.ResNet.CommandLine.Data;

namespace QuickStart;

/// <summary>Copies a few test images, which may be in a zip, to files for the process that classifies them.</summary>
internal static class ExampleImages
{
    private const int Count = 3;

    /// <returns>The files, named after their class and position in the test set.</returns>
    public static IReadOnlyList<string> Write(string folder, ImageContainer container, IReadOnlyList<ImageFile> test)
    {
        Directory.CreateDirectory(folder);
        using IImageReader reader = container.OpenReader();
        int count = Math.Min(Count, test.Count);
        return [.. Enumerable.Range(0, count).Select(i => Write(folder, reader, test, (2 * i + 1) * test.Count / (2 * count)))];
    }

    private static string Write(string folder, IImageReader reader, IReadOnlyList<ImageFile> test, int index)
    {
        (string name, string label) = test[index];
        string safeLabel = string.Concat(label.Select(c => char.IsLetterOrDigit(c) ? c : '_'));
        string path = Path.Combine(folder, $"{safeLabel}-{index}{Path.GetExtension(name)}");
        File.WriteAllBytes(path, reader.Read(name));
        return path;
    }
}
