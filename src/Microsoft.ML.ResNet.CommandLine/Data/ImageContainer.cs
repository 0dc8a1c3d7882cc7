namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// A folder or a zip with image files. Nothing is extracted: files are read where they lie, when they are needed.
/// </summary>
internal abstract class ImageContainer
{
    /// <exception cref="UserException">There is no such folder, or the file is no zip.</exception>
    public static ImageContainer Open(string path)
    {
        if (Directory.Exists(path))
            return new FolderContainer(path);
        if (!File.Exists(path))
            throw new UserException($"'{path}' does not exist.");
        return new ZipContainer(path);
    }

    /// <summary>Names of all files, with <c>/</c> between folders, in any order.</summary>
    public abstract IEnumerable<string> List();

    /// <summary>A reader for one thread. Several may be in use at once.</summary>
    public abstract IImageReader OpenReader();
}

/// <summary>Reads files of a container.</summary>
internal interface IImageReader : IDisposable
{
    byte[] Read(string name);
}
