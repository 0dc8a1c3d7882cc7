using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet;

/// <summary>Little-endian floats in a stream, in chunks: a span of bytes ends at 2 GB.</summary>
internal static class FloatStream
{
    private const int Chunk = 1 << 20;

    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        for (; !values.IsEmpty; values = values[Math.Min(Chunk, values.Length)..])
        {
            ReadOnlySpan<float> chunk = values[..Math.Min(Chunk, values.Length)];
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(chunk));
                continue;
            }
            var swapped = new int[chunk.Length];
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(chunk), swapped);
            stream.Write(MemoryMarshal.AsBytes(swapped.AsSpan()));
        }
    }

    /// <exception cref="EndOfStreamException">The stream is shorter.</exception>
    public static float[] Read(Stream stream, long count)
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)count));
        for (int start = 0; start < values.Length; start += Chunk)
        {
            Span<float> chunk = values.AsSpan(start, Math.Min(Chunk, values.Length - start));
            stream.ReadExactly(MemoryMarshal.AsBytes(chunk));
            Span<int> words = MemoryMarshal.Cast<float, int>(chunk);
            if (!BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(words, words);
        }
        return values;
    }
}
