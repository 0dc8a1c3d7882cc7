using System.Security.Cryptography;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// A file of named sections: magic, version, the sections' bytes, a directory (count, then name, offset and length of
/// each), the directory's offset, and the SHA-256 of everything before it.
/// </summary>
/// <remarks>
/// The checksum is verified before anything is used. A malicious file may have a valid checksum, so every length is
/// also checked before memory is allocated.
/// </remarks>
internal sealed class CheckpointFile : IDisposable
{
    private const long Magic = 0x54504B43_54454E52; // "RNETCKPT"
    private const int Version = 1;
    private const int HeaderBytes = sizeof(long) + sizeof(int);
    private const int FooterBytes = sizeof(long) + SHA256.HashSizeInBytes;
    private const int MostSections = 1000;

    private readonly FileStream _stream;
    private readonly Dictionary<string, (long Offset, long Length)> _sections = [];

    private CheckpointFile(FileStream stream) => _stream = stream;

    public static void Write(Stream stream, IEnumerable<ICheckpointPart> parts)
    {
        using CheckpointWriter writer = new(stream);
        writer.Write(Magic);
        writer.Write(Version);
        List<(string Name, long Offset, long Length)> directory = [];
        foreach (ICheckpointPart part in parts)
        {
            long start = writer.Position;
            part.Save(writer);
            directory.Add((part.Name, start, writer.Position - start));
        }
        long end = writer.Position;
        writer.Write(directory.Count);
        foreach ((string name, long offset, long length) in directory)
        {
            writer.Write(name);
            writer.Write(offset);
            writer.Write(length);
        }
        writer.Write(end);
        writer.WriteChecksum();
    }

    /// <summary>Opens and verifies a file; null if it does not exist.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or not a checkpoint.</exception>
    public static CheckpointFile? TryOpen(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        CheckpointFile file = new(stream);
        try
        {
            file.ReadDirectory();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The section is missing or invalid.</exception>
    public void Load(ICheckpointPart part)
    {
        if (!_sections.TryGetValue(part.Name, out (long Offset, long Length) section))
            throw new InvalidDataException($"its part '{part.Name}' is missing");
        CheckpointReader reader = new(_stream, part.Name, section.Offset, section.Length);
        part.Load(reader);
        reader.RequireEnd();
    }

    private void ReadDirectory()
    {
        long length = _stream.Length;
        if (length < HeaderBytes + sizeof(int) + FooterBytes)
            throw new InvalidDataException($"it has only {length} bytes");
        CheckpointReader header = new(_stream, "header", 0, HeaderBytes);
        if (header.ReadInt64() != Magic)
            throw new InvalidDataException("it is not a checkpoint");
        if (header.ReadInt32() is int version && version != Version)
            throw new InvalidDataException($"it has version {version}; supported is {Version}");
        RequireChecksum(length - SHA256.HashSizeInBytes);

        long end = length - FooterBytes;
        long start = new CheckpointReader(_stream, "footer", end, sizeof(long)).ReadInt64();
        if (start < HeaderBytes || start > end)
            throw new InvalidDataException($"its directory offset is {start} in a file of {length} bytes");
        CheckpointReader directory = new(_stream, "directory", start, end - start);
        int count = directory.ReadInt32();
        if (count is < 0 or > MostSections)
            throw directory.Damaged($"has {count} entries");
        for (int i = 0; i < count; i++)
        {
            string name = directory.ReadString();
            long offset = directory.ReadInt64(), bytes = directory.ReadInt64();
            if (offset < HeaderBytes || bytes < 0 || offset > start - bytes || !_sections.TryAdd(name, (offset, bytes)))
                throw directory.Damaged($"has an invalid entry '{name}'");
        }
        directory.RequireEnd();
    }

    private void RequireChecksum(long hashed)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _stream.Position = 0;
        byte[] buffer = new byte[1 << 20];
        for (long left = hashed; left > 0;)
        {
            Span<byte> chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            _stream.ReadExactly(chunk);
            hash.AppendData(chunk);
            left -= chunk.Length;
        }
        Span<byte> written = stackalloc byte[SHA256.HashSizeInBytes];
        _stream.ReadExactly(written);
        if (!written.SequenceEqual(hash.GetHashAndReset()))
            throw new InvalidDataException("it does not match its checksum");
    }

    public void Dispose() => _stream.Dispose();
}
