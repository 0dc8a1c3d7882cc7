using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// A file that no end of the process can leave behind: its name is gone as soon as it is open (Unix), or goes with the
/// last handle (Windows).
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    /// <summary>
    /// Length of one write. Linux caches a large one in a large piece (a folio) and, since 6.18, maps all of a piece that
    /// is looked at: this much of the file at most.
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

    /// <summary>Takes a file that is open already.</summary>
    public TemporaryFile(SafeFileHandle handle, string directory) => (Handle, Directory) = (handle, directory);

    public string Directory { get; }

    public SafeFileHandle Handle { get; }

    /// <exception cref="IOException">
    /// The disk is full or fails; the message names the folder and the remedy.
    /// </exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        // Written, not stored through the mapping: a full disk is then an exception and no signal that ends the
        // process.
        try
        {
            for (int written = 0; written < bytes.Length;)
            {
                // Up to the next multiple, so that no piece lies across two.
                int length = (int)Math.Min(WriteBytes - ((offset + written) % WriteBytes), bytes.Length - written);
                RandomAccess.Write(Handle, bytes.Slice(written, length), offset + written);
                written += length;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The temporary file of decoded images in '{Directory}' could not grow to {offset + bytes.Length:N0} bytes: {e.Message} "
                + "Free space there, set MLContext.TempFilePath to a folder with more, or raise Options.PixelStoreMemoryMB.", e);
        }
    }

    public void Dispose() => Handle.Dispose();
}
