namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Files that are there whole or not at all: written beside their place, then moved to it.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    public static void Write(string path, Action<string> write)
    {
        string temporary = path + ".partial";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes the folder if need be, and tries to write there: before hours of work, not after them.</summary>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Prepare(string path)
    {
        if (Directory.Exists(path))
            throw new UserException($"'{path}' is a folder: name a file in it.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.Create(path + ".partial", bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"'{path}' cannot be written: {exception.Message} Name another place.", exception);
        }
    }
}
