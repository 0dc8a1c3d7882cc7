using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// A file that is never left behind, even if the process is killed: it is unlinked as soon as it is open (Unix), or
/// deleted with the last handle (Windows).
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    /// <summary>
    /// Maximum length of one write. Linux caches a large write as one large folio and, since 6.18, maps a whole folio
    /// when a page of it is read; this limits how much.
    /// </summary>
    public const int WriteBytes = 64 << 10;

    public TemporaryFile(string? directory)
    {
        Directory = string.IsNullOrEmpty(directory) ? Path.GetTempPath() : directory;
        string path = Path.Combine(Directory, $"resnet-pixels-{Guid.NewGuid():N}.tmp");
        FileOptions options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        FileShare share = FileShare.ReadWrite | FileShare.Delete;
        Handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, share, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    /// <summary>Uses a file that is already open.</summary>
    public TemporaryFile(SafeFileHandle handle, string directory) => (Handle, Directory) = (handle, directory);

    public string Directory { get; }

    public SafeFileHandle Handle { get; }

    /// <exception cref="IOException">
    /// The disk is full or fails; the message names the folder and how to fix it.
    /// </exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        // Uses writes instead of stores to the mapping: a full disk then throws an exception instead of killing the
        // process with a signal.
        try
        {
            for (int written = 0; written < bytes.Length;)
            {
                // Up to the next multiple of WriteBytes, so that no folio spans two.
                int length = (int)Math.Min(WriteBytes - ((offset + written) % WriteBytes), bytes.Length - written);
                RandomAccess.Write(Handle, bytes.Slice(written, length), offset + written);
                written += length;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The temporary file of decoded images in '{Directory}' could not grow to {offset + bytes.Length:N0} bytes: {e.Message} "
                + "Free some space there, set MLContext.TempFilePath to a folder with more space, or raise Options.PixelStoreMemoryMB.", e);
        }
    }

    public void Dispose() => Handle.Dispose();
}
