using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>
/// A folder or zip of image files. Nothing is extracted to disk: each file is read in place when it is needed.
/// </summary>
internal abstract class ImageContainer
{
    /// <exception cref="UserException">The path does not exist, or is a file but not a zip.</exception>
    public static ImageContainer Open(string path)
    {
        if (Directory.Exists(path))
            return new FolderContainer(path);
        if (!File.Exists(path))
            throw new UserException($"'{path}' does not exist.");
        return new ZipContainer(path);
    }

    /// <summary>Relative paths of all files, with <c>/</c> as separator, in no particular order.</summary>
    public abstract IEnumerable<string> List();

    /// <summary>
    /// The files of <see cref="List"/> that can be decoded, recognized by their content if their names leave it open.
    /// </summary>
    public IReadOnlyList<string> ListImages()
    {
        using IImageReader reader = OpenReader();
        return
        [
            .. List().Where(name => (ImageFormat.FromName(name) ?? reader.DetectFormat(name)).IsSupported),
        ];
    }

    /// <summary>Opens a reader for one thread. Several readers can be open at once.</summary>
    public abstract IImageReader OpenReader();
}

/// <summary>Reads files of a container.</summary>
internal interface IImageReader : IDisposable
{
    byte[] Read(string name);

    /// <summary>The first bytes of a file: fewer than <paramref name="length"/> only if it is shorter.</summary>
    byte[] ReadStart(string name, int length);

    /// <summary>The format of a file by its content.</summary>
    ImageFormat DetectFormat(string name) => ImageFormat.Detect(ReadStart(name, ImageFormat.SignatureLength));
}
