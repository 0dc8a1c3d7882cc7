using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.Win32.SafeHandles;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// A safetensors file (github.com/huggingface/safetensors): the header's length in 8 bytes, little-endian, the header,
/// then the tensors' bytes. Tensors are read one by one, when asked for.
/// </summary>
internal sealed class SafeTensorsFile : INamedTensors, IDisposable
{
    private const int PrefixBytes = sizeof(ulong), HashedAtOnce = 1 << 20;

    /// <summary>The limit of the format's own library.</summary>
    private const long LongestHeader = 100_000_000;

    private readonly SafeFileHandle _handle;
    private readonly SafeTensorsHeader _header;
    private readonly long _dataOffset;

    public string Source { get; }

    public IReadOnlyDictionary<string, long[]> Shapes { get; }

    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <exception cref="InvalidDataException">It is no safetensors file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public SafeTensorsFile(string path)
    {
        Source = path;
        _handle = File.OpenHandle(path);
        try
        {
            _header = ReadHeader(out _dataOffset);
        }
        catch (InvalidDataException e)
        {
            _handle.Dispose();
            throw new InvalidDataException($"'{path}' is no safetensors file, or is damaged. {e.Message}", e);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
        Shapes = _header.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Shape, StringComparer.Ordinal);
    }

    public float[] Read(string name)
    {
        SafeTensorsEntry entry = _header.Entries[name];
        if (SafeTensorsType.Size(entry.Type) is { } size && entry.End - entry.Begin <= Array.MaxLength)
        {
            byte[] bytes = new byte[entry.End - entry.Begin];
            ReadExactly(bytes, _dataOffset + entry.Begin);
            float[] values = new float[bytes.Length / size];
            if (SafeTensorsType.TryDecode(entry.Type, bytes, values))
                return values;
        }
        throw new InvalidDataException(
            $"The tensor '{name}' of '{Source}' is {entry.End - entry.Begin:N0} bytes of {entry.Type}; "
            + $"{Array.MaxLength:N0} bytes at most of F32, F16, BF16 or F64 can be read.");
    }

    /// <summary>Checks all bytes behind the header, if the file has their hash.</summary>
    /// <exception cref="InvalidDataException">They are not those that were written.</exception>
    public void CheckHash()
    {
        if (!Metadata.TryGetValue(SafeTensorsWriter.HashKey, out string? expected))
            return;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[HashedAtOnce];
        long length = RandomAccess.GetLength(_handle);
        for (long offset = _dataOffset; offset < length; offset += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, length - offset));
            ReadExactly(part, offset);
            hash.AppendData(part);
        }
        if (!Convert.ToHexString(hash.GetHashAndReset()).Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException(
                $"'{Source}' is damaged: its tensors do not have the SHA-256 that it was written with. Copy or "
                + "download it again.");
        }
    }

    private SafeTensorsHeader ReadHeader(out long dataOffset)
    {
        long fileLength = RandomAccess.GetLength(_handle);
        if (fileLength < PrefixBytes)
            throw new InvalidDataException($"It has {fileLength} bytes.");
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        ReadExactly(prefix, 0);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader || (long)length > fileLength - PrefixBytes)
        {
            throw new InvalidDataException(
                $"It announces a header of {length} bytes in a file of {fileLength}; "
                + $"{LongestHeader:N0} is the most that a header may have.");
        }
        byte[] json = new byte[length];
        ReadExactly(json, PrefixBytes);
        dataOffset = PrefixBytes + (long)length;
        return SafeTensorsHeader.Parse(json, fileLength - dataOffset);
    }

    private void ReadExactly(Span<byte> bytes, long offset) => FileBytes.ReadExactly(_handle, Source, offset, bytes);

    public void Dispose() => _handle.Dispose();
}
