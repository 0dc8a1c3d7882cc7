using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>Writes safetensors files of floats.</summary>
internal static class SafeTensorsWriter
{
    private const int Alignment = 8; // of the tensors, for those who map the file

    /// <param name="stream">Where the file goes.</param>
    /// <param name="metadata">Free texts.</param>
    /// <param name="tensors">Names and shapes in the order of the file.</param>
    /// <param name="read">The values of the tensor of a place in the list.</param>
    public static void Write(
        Stream stream, IReadOnlyDictionary<string, string> metadata,
        IReadOnlyList<(string Name, long[] Shape)> tensors, Func<int, float[]> read)
    {
        byte[] header = Header(metadata, tensors);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        for (int i = 0; i < tensors.Count; i++)
        {
            float[] values = read(i);
            if (values.Length != Elements(tensors[i].Shape))
                throw new ArgumentException($"'{tensors[i].Name}' has {values.Length} values.", nameof(read));
            if (!BitConverter.IsLittleEndian)
            {
                Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }

    private static byte[] Header(
        IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, long[] Shape)> tensors)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, long[] shape) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafeTensorsType.Float32);
                WriteSizes(json, "shape", shape);
                long end = offset + Elements(shape) * sizeof(float);
                WriteSizes(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }
            json.WriteEndObject();
        }
        while (stream.Length % Alignment != 0)
            stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    private static void WriteSizes(Utf8JsonWriter json, string name, long[] sizes)
    {
        json.WriteStartArray(name);
        foreach (long size in sizes)
            json.WriteNumberValue(size);
        json.WriteEndArray();
    }

    private static long Elements(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
