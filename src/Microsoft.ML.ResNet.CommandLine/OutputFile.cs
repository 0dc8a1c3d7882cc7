using System.Text;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Writes output files atomically: a reader sees the old file or the complete new one.</summary>
internal static class OutputFile
{
    public static void Write(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    public static void Write(string path, Action<Stream> write) => AtomicFile.Write(path, write);

    /// <summary>The file that is written before it is renamed.</summary>
    public static string TemporaryPath(string path) => AtomicFile.TemporaryPath(path);

    /// <summary>Whether two paths are of one file or folder, which need not exist; links are resolved.</summary>
    public static bool AreSame(string first, string second) => RealPath.AreSame(first, second);

    /// <summary>Whether a file is in a folder or its subfolders; links are resolved.</summary>
    public static bool IsInside(string path, string folder) =>
        RealPath.Of(path).StartsWith(RealPath.Of(folder) + Path.DirectorySeparatorChar, RealPath.Comparison);

    /// <summary>Whether the content of an existing file is an image.</summary>
    public static bool IsImage(string path) => ImageFormat.OfContent(path).IsImage;

    /// <summary>
    /// Creates the folder if necessary and checks that the file can be written: before hours of work, not after.
    /// </summary>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Prepare(string path)
    {
        if (Directory.Exists(path))
            throw new UserException($"'{path}' is a folder: give the path of a file in it.");
        try
        {
            AtomicFile.Prepare(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' cannot be written: {exception.Message} Choose another location.", exception);
        }
    }
}
