using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>
/// Replaces a file atomically: a reader sees either the complete old content or the complete new content, even after a
/// crash or power loss.
/// </summary>
/// <remarks>
/// The new content is written to a temporary file in the same folder, flushed to disk and renamed. The temporary name is
/// fixed, so that the next write overwrites what a killed process left behind.
/// </remarks>
internal static partial class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    private static int s_writing;

    /// <summary>Whether a thread is writing a file: a process that ends now leaves its temporary file behind.</summary>
    public static bool IsWriting => Volatile.Read(ref s_writing) > 0;

    /// <summary>
    /// Checks that the file can be written and replaced, creates its folder, and removes the temporary file of a killed
    /// process.
    /// </summary>
    /// <exception cref="IOException">
    /// The folder cannot be created or written to, or another process is writing the file.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be created or written to.</exception>
    public static void Prepare(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        if (MountPoints.Contains(path))
        {
            throw new IOException(
                "A file system is mounted on this very file, so it cannot be replaced: mount its folder, or write to another "
                + "file.");
        }
        string temporary = TemporaryPath(path);
        OpenTemporary(temporary).Dispose();
        File.Delete(temporary);
    }

    /// <summary>
    /// On any exception the file keeps its old content. The temporary file is deleted, unless it is complete and only the
    /// renaming failed; the message then has its path.
    /// </summary>
    /// <exception cref="IOException">The disk is full or fails, or another process is writing the file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        Interlocked.Increment(ref s_writing);
        try
        {
            Replace(path, write);
        }
        finally
        {
            Interlocked.Decrement(ref s_writing);
        }
    }

    private static void Replace(string path, Action<Stream> write)
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
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
        Rename(temporary, path);
        if (!OperatingSystem.IsWindows())
            FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    public static string TemporaryPath(string path) => path + ".tmp";

    private static void Rename(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"'{path}' could not be replaced: {exception.Message} The complete new content is in '{temporary}'.", exception);
        }
    }

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
            // The caller rethrows the exception that matters.
        }
    }

    // A rename is durable once its folder is flushed. .NET cannot open folders; failures are ignored, because file
    // systems without folder flushing do not need it.
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
