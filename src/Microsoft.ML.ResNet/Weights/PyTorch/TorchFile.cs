using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// A file that <c>torch.save</c> wrote: a zip archive with a pickle and the values of tensors, or, before PyTorch 1.6,
/// several pickles with the values behind them. Tensors are read one by one, when asked for.
/// </summary>
internal sealed class TorchFile : INamedTensors, IDisposable
{
    private const string PickleName = "data.pkl";

    /// <summary>The first values of the legacy format, and its version.</summary>
    private static readonly BigInteger s_magic = BigInteger.Parse("119547037146038801333356");

    private const long OldVersion = 1001;

    private readonly FileStream _stream;
    private readonly ZipArchive? _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal); // of the older form
    private readonly IReadOnlyDictionary<string, TorchTensor> _tensors;

    public string Source { get; }

    public IReadOnlyDictionary<string, long[]> Shapes { get; }

    /// <exception cref="InvalidDataException">It is no such file, or damaged, or has other than tensors.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public TorchFile(string path)
    {
        Source = path;
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        try
        {
            bool isZip = FileSignature.IsZip(_stream);
            if (isZip)
                _archive = new ZipArchive(_stream, ZipArchiveMode.Read, leaveOpen: true);
            _tensors = StateDictionary.Find(isZip ? ReadArchive() : ReadOld());
            Shapes = _tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Shape, StringComparer.Ordinal);
        }
        catch (Exception e)
        {
            Dispose();
            if (e is InvalidDataException or OverflowException)
                throw new InvalidDataException($"'{path}' is no file of PyTorch with weights, or is damaged. {e.Message}", e);
            throw;
        }
    }

    /// <summary>Whether an archive is one of PyTorch, among all that are zip archives.</summary>
    public static bool IsArchive(Stream stream)
    {
        using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
        return archive.Entries.Any(IsPickle);
    }

    public float[] Read(string name)
    {
        TorchTensor tensor = _tensors[name];
        TorchStorage storage = tensor.Storage;
        long bytes = tensor.Extent * storage.ElementSize, count = tensor.Count;
        if (storage.Type is not { } type || bytes > Array.MaxLength || count > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"The tensor '{name}' of '{Source}' is {bytes:N0} bytes of {storage.TypeName}; "
                + $"{Array.MaxLength:N0} bytes at most of 32, 16 or 64-bit floats can be read.");
        }
        byte[] raw = new byte[bytes];
        try
        {
            ReadExactly(storage, tensor.Offset * storage.ElementSize, raw);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new InvalidDataException($"The values of the tensor '{name}' of '{Source}' are cut off or damaged.", e);
        }
        float[] values = new float[tensor.Extent];
        SafeTensorsType.TryDecode(type, raw, values);
        return tensor.Arrange(values);
    }

    private static bool IsPickle(ZipArchiveEntry entry) =>
        entry.Name == PickleName && entry.FullName.Count(letter => letter == '/') <= 1;

    private object? ReadArchive()
    {
        ZipArchiveEntry pickle = _archive!.Entries.FirstOrDefault(IsPickle)
            ?? throw new InvalidDataException($"It is a zip archive without {PickleName}.");
        string folder = pickle.FullName[..^PickleName.Length];
        if (_archive.GetEntry(folder + "constants.pkl") is not null)
        {
            throw new InvalidDataException(
                "It is a program of TorchScript: save the weights, torch.save(torch.jit.load(path).state_dict(), path).");
        }
        foreach (ZipArchiveEntry entry in _archive.Entries)
        {
            if (entry.FullName.StartsWith(folder + "data/", StringComparison.Ordinal))
                _entries.TryAdd(entry.Name, entry);
        }
        if (_archive.GetEntry(folder + "byteorder") is { } order)
        {
            using StreamReader reader = new(order.Open());
            if (reader.ReadToEnd().Trim() is not "little" and var other)
                throw new InvalidDataException($"Its numbers are in {other}-endian order; only little-endian ones are read.");
        }
        using Stream content = new BufferedStream(pickle.Open());
        return new TorchPickle().Read(content);
    }

    // Magic, version, system, content, names of storages: each a pickle. Then of each storage its count and its values.
    private object? ReadOld()
    {
        _stream.Position = 0;
        TorchPickle pickles = new();
        if (pickles.Read(_stream) is not BigInteger magic || magic != s_magic || pickles.Read(_stream) is not OldVersion)
            throw new InvalidDataException("It is a pickle, but not one that torch.save wrote.");
        if (pickles.Read(_stream) is PickleDictionary system && system.Texts.GetValueOrDefault("little_endian") is false)
            throw new InvalidDataException("Its numbers are in big-endian order; only little-endian ones are read.");
        object? content = pickles.Read(_stream);
        if (pickles.Read(_stream) is not List<object?> keys)
            throw new InvalidDataException("It does not say which values follow.");
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (string key in keys.OfType<string>())
        {
            if (_stream.ReadAtLeast(count, count.Length, throwOnEndOfStream: false) < count.Length
                || !pickles.Storages.TryGetValue(key, out TorchStorage? storage)
                || BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count
                || storage.Count * storage.ElementSize > _stream.Length - _stream.Position)
            {
                throw new InvalidDataException($"The values '{key}' are cut off or damaged.");
            }
            _offsets[key] = _stream.Position;
            _stream.Position += storage.Count * storage.ElementSize;
        }
        return content;
    }

    private void ReadExactly(TorchStorage storage, long offset, byte[] bytes)
    {
        if (_archive is null)
        {
            if (!_offsets.TryGetValue(storage.Key, out long start))
                throw new InvalidDataException();
            FileBytes.ReadExactly(_stream.SafeFileHandle, Source, start + offset, bytes);
            return;
        }
        if (!_entries.TryGetValue(storage.Key, out ZipArchiveEntry? entry)
            || entry.Length < storage.Count * storage.ElementSize)
        {
            throw new InvalidDataException();
        }
        using Stream content = entry.Open();
        byte[] skipped = new byte[Math.Min(offset, 1 << 20)];
        for (long left = offset; left > 0; left -= Math.Min(left, skipped.Length))
            content.ReadExactly(skipped.AsSpan(0, (int)Math.Min(left, skipped.Length)));
        content.ReadExactly(bytes);
    }

    public void Dispose()
    {
        _archive?.Dispose();
        _stream.Dispose();
    }
}
