using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Reads from any position of a file.</summary>
internal static class FileBytes
{
    /// <param name="handle">The file.</param>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="offset">Position in the file.</param>
    /// <param name="bytes">The buffer to fill.</param>
    /// <exception cref="InvalidDataException">The file ends early.</exception>
    public static void ReadExactly(SafeFileHandle handle, string path, long offset, Span<byte> bytes)
    {
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(handle, bytes[done..], offset + done);
            if (read == 0)
                throw new InvalidDataException($"'{path}' became shorter while it was read.");
            done += read;
        }
    }
}
