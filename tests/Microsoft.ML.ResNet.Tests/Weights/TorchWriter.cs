using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>A tensor for <see cref="TorchWriter"/>, a view of a storage.</summary>
internal sealed record TorchValue(
    string Key, string Storage, byte[] Bytes, long Count, long Offset, long[] Shape, long[] Strides)
{
    public static TorchValue Of(string key, long[] shape, float[] values) => new(
        key, "FloatStorage", [.. values.SelectMany(BitConverter.GetBytes)], values.Length, 0, shape, RowMajor(shape));

    public static long[] RowMajor(long[] shape) =>
        [.. shape.Select((_, i) => shape[(i + 1)..].Aggregate(1L, (product, size) => product * size))];
}

/// <summary>Writes files as <c>torch.save</c> does, instruction by instruction.</summary>
internal sealed class TorchWriter
{
    private readonly MemoryStream _pickle = new();

    public List<TorchValue> Values { get; } = [];

    public TorchWriter() => Raw(0x80, 2);

    public TorchWriter Raw(params byte[] bytes)
    {
        _pickle.Write(bytes);
        return this;
    }

    public TorchWriter Global(string module, string name) => Raw([.. Encoding.UTF8.GetBytes($"c{module}\n{name}\n")]);

    public TorchWriter Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return Raw((byte)'X').Raw(length).Raw(bytes);
    }

    public TorchWriter Number(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public TorchWriter Tuple(IEnumerable<long> values)
    {
        Raw((byte)'(');
        foreach (long value in values)
            Number(value);
        return Raw((byte)'t');
    }

    /// <summary>_rebuild_tensor_v2(('storage', torch.FloatStorage, key, 'cpu', count), offset, size, stride, False, OrderedDict())</summary>
    public TorchWriter Tensor(TorchValue value)
    {
        Values.Add(value);
        Global("torch._utils", "_rebuild_tensor_v2").Raw((byte)'(', (byte)'(');
        Text("storage").Global("torch", value.Storage).Text(value.Key).Text("cpu").Number(value.Count)
            .Raw((byte)'t', (byte)'Q');
        Number(value.Offset).Tuple(value.Shape).Tuple(value.Strides).Raw(0x89);
        return Global("collections", "OrderedDict").Raw((byte)')', (byte)'R', (byte)'t', (byte)'R');
    }

    /// <summary>An ordered dictionary of tensors.</summary>
    public TorchWriter State(IEnumerable<(string Name, TorchValue Value)> tensors)
    {
        Global("collections", "OrderedDict").Raw((byte)')', (byte)'R', (byte)'(');
        foreach ((string name, TorchValue value) in tensors)
            Text(name).Tensor(value);
        Raw((byte)'u');
        // state_dict._metadata
        return Raw((byte)'}').Text("_metadata").Raw((byte)'}', (byte)'s', (byte)'b');
    }

    public byte[] Pickle => [.. _pickle.ToArray(), (byte)'.'];

    public void Save(string path, Action<ZipArchive>? change = null)
    {
        using FileStream stream = File.Create(path);
        using ZipArchive archive = new(stream, ZipArchiveMode.Update);
        Add(archive, "archive/data.pkl", Pickle);
        Add(archive, "archive/version", "3\n"u8.ToArray());
        foreach (TorchValue value in Values.DistinctBy(value => value.Key))
            Add(archive, $"archive/data/{value.Key}", value.Bytes);
        change?.Invoke(archive);
    }

    /// <summary>As PyTorch before 1.6.</summary>
    public void SaveOld(string path)
    {
        using FileStream stream = File.Create(path);
        stream.Write([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.']);
        stream.Write(new TorchWriter().Number(1001).Pickle);
        stream.Write(new TorchWriter().Raw((byte)'}').Text("little_endian").Raw(0x88, (byte)'s').Pickle);
        stream.Write(Pickle);
        TorchValue[] values = [.. Values.DistinctBy(value => value.Key)];
        TorchWriter keys = new TorchWriter().Raw((byte)']');
        foreach (TorchValue value in values)
            keys.Text(value.Key).Raw((byte)'a');
        stream.Write(keys.Pickle);
        foreach (TorchValue value in values)
        {
            byte[] count = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(count, value.Count);
            stream.Write(count);
            stream.Write(value.Bytes);
        }
    }

    public static void Add(ZipArchive archive, string name, byte[] content)
    {
        using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}
