namespace Microsoft.ML.ResNet.Tests;

/// <summary>A temporary folder with drawn images, and rows with their paths.</summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageFolder(int count, int size = 24)
    {
        Rows = [.. Enumerable.Range(0, count).Select(i =>
        {
            string name = DrawnImages.Classes[i % DrawnImages.Classes.Length];
            string file = _folder.File($"{name}-{i}.png");
            File.WriteAllBytes(file, DrawnImages.Encoded(name, i, size, size));
            return new FileRow { Path = file, Label = name };
        })];
    }

    public FileRow[] Rows { get; }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}

/// <summary>A row with the path of an image file.</summary>
internal sealed class FileRow
{
    public string Path { get; set; } = "";

    public string Label { get; set; } = "";
}
