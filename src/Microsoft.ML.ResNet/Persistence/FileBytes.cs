using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Reads from any place of a file.</summary>
internal static class FileBytes
{
    /// <param name="handle">The file.</param>
    /// <param name="path">For the message.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="bytes">Are filled.</param>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
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
