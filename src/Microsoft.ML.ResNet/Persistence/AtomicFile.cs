using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>
/// Replaces a file at once: whoever looks, at any moment and after any end of the process or the machine, finds the old
/// content or the new one, whole.
/// </summary>
/// <remarks>
/// The new content goes to a temporary file in the same folder, to disk, and takes the name by a rename. The temporary
/// file's name is always the same, so that what a killed process left behind is overwritten by the next one.
/// </remarks>
internal static partial class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>
    /// Checks that the file could be written, and removes what a killed process left of an earlier attempt.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be made or written, or another process is writing.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Prepare(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        string temporary = TemporaryPath(path);
        OpenTemporary(temporary).Dispose();
        File.Delete(temporary);
    }

    /// <summary>On any exception the file stays as it was, and nothing else is left.</summary>
    /// <exception cref="IOException">The disk is full or fails, or another process is writing.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = TemporaryPath(path);
        FileStream stream = OpenTemporary(temporary);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
        if (!OperatingSystem.IsWindows())
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    public static string TemporaryPath(string path) => path + ".tmp";

    private static FileStream OpenTemporary(string temporary) =>
        new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first exception says what is wrong.
        }
    }

    // A rename is on disk when its folder is. .NET opens no folders; file systems that cannot do this need it not.
    private static void FlushFolder(string folder)
    {
        int descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
            return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
