using System.Text;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Writes output files atomically: a reader sees the old file or the complete new one.</summary>
internal static class OutputFile
{
    public static void Write(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    public static void Write(string path, Action<Stream> write) => AtomicFile.Write(path, write);

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
