using System.Text;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Files that are there whole or not at all, as the library writes them.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    public static void Write(string path, Action<Stream> write) => AtomicFile.Write(path, write);

    /// <summary>Makes the folder if need be, and tries to write there: before hours of work, not after them.</summary>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Prepare(string path)
    {
        if (Directory.Exists(path))
            throw new UserException($"'{path}' is a folder: name a file in it.");
        try
        {
            AtomicFile.Prepare(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' cannot be written: {exception.Message} Name another place.", exception);
        }
    }
}
