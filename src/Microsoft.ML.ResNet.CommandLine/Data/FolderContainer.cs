namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>The files of a folder and its subfolders.</summary>
internal sealed class FolderContainer(string folder) : ImageContainer
{
    // Unlike .NET's default, an unreadable folder is an error. Hidden files are skipped. The depth limit ends link cycles.
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 16,
        IgnoreInaccessible = false,
    };

    public override IEnumerable<string> List() =>
        Directory.EnumerateFiles(folder, "*", Everything)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));

    public override IImageReader OpenReader() => new Reader(folder);

    private sealed class Reader(string folder) : IImageReader
    {
        public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(folder, name));

        public void Dispose()
        {
        }
    }
}
