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
        Directory.EnumerateFiles(folder, "*", Everything).Select(path => Name(Path.GetRelativePath(folder, path)));

    public override IImageReader OpenReader() => new Reader(folder);

    // Elsewhere than on Windows a backslash may be a part of a file's name: as of a zip of Windows that was unpacked.
    private static string Name(string path) => path.Replace('\\', '/');

    private sealed class Reader(string folder) : IImageReader
    {
        // Files whose names have backslashes or another Unicode form than the name that is looked for.
        private Dictionary<string, string>? _otherwiseWritten;

        public byte[] Read(string name) => File.ReadAllBytes(Find(name));

        public byte[] ReadStart(string name, int length)
        {
            using FileStream stream = File.OpenRead(Find(name));
            byte[] start = new byte[length];
            return start[..stream.ReadAtLeast(start, length, throwOnEndOfStream: false)];
        }

        public void Dispose()
        {
        }

        private string Find(string name)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
            _otherwiseWritten ??= ComposedNames.Index(
                Directory.EnumerateFiles(folder, "*", Everything), file => Name(Path.GetRelativePath(folder, file)));
            return _otherwiseWritten.GetValueOrDefault(name.Normalize(), path);
        }
    }
}
