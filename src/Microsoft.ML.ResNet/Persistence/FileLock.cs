using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>
/// Lets one training at a time use a file: a lock on <c>FILE.lock</c> that the operating system releases when the process
/// ends in any way. What a killed process leaves behind never blocks; the file contains the holder's process ID.
/// </summary>
internal sealed partial class FileLock : IDisposable
{
    private const int Attempts = 10;
    private const int MostBytes = 100;

    private readonly FileStream _stream;
    private readonly string _path;

    private FileLock(FileStream stream, string path) => (_stream, _path) = (stream, path);

    public static string LockPath(string path) => path + ".lock";

    /// <param name="path">The file to protect; its folder exists.</param>
    /// <exception cref="IOException">Another training holds the lock; the message has its process ID.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static FileLock Acquire(string path)
    {
        string file = LockPath(path);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryOpen(path, file) is { } held)
                return held;
        }
        throw new IOException($"'{file}' cannot be locked.");
    }

    public void Dispose()
    {
        // Before the lock is released: whoever gets it later must not lose the file.
        if (!OperatingSystem.IsWindows())
            File.Delete(_path);
        _stream.Dispose();
    }

    private static FileLock? TryOpen(string path, string file)
    {
        // On Unix only FileShare.None excludes others; on Windows it would keep them from reading the process ID.
        FileShare share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        FileStream stream;
        try
        {
            stream = new FileStream(
                file, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1,
                OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        }
        catch (IOException exception) when (File.Exists(file))
        {
            string holder = Holder(file) is { } process ? $"Process {process}" : "Another process";
            throw new IOException(
                $"{holder} is using '{path}' for a training. Wait until it ends, or give another path.", exception);
        }
        string mark = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Guid.NewGuid():N}");
        stream.SetLength(0);
        stream.Write(Encoding.ASCII.GetBytes(mark));
        stream.Flush();
        // The holder before may have deleted the file between the opening and the lock.
        if (Content(file) == mark)
            return new FileLock(stream, file);
        stream.Dispose();
        return null;
    }

    private static int? Holder(string file) =>
        int.TryParse(
            Content(file)?.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process) ? process : null;

    // Reads a locked file, which .NET itself does not open on Unix.
    private static string? Content(string file)
    {
        try
        {
            using SafeFileHandle handle = OperatingSystem.IsWindows()
                ? File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                : new SafeFileHandle(Open(file, flags: 0), ownsHandle: true);
            if (handle.IsInvalid)
                return null;
            byte[] bytes = new byte[MostBytes];
            return Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(handle, bytes, 0));
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
