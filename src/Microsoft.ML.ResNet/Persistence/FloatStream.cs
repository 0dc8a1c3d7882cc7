using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Writes and reads floats as byte planes, in chunks, because a span of bytes cannot exceed 2 GB.</summary>
internal static class FloatStream
{
    private const int Chunk = 1 << 20;

    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        byte[] planes = GC.AllocateUninitializedArray<byte>(Math.Min(Chunk, values.Length) * sizeof(float));
        for (; !values.IsEmpty; values = values[Math.Min(Chunk, values.Length)..])
        {
            ReadOnlySpan<float> chunk = values[..Math.Min(Chunk, values.Length)];
            Span<byte> bytes = planes.AsSpan(0, chunk.Length * sizeof(float));
            BytePlanes.Split(chunk, bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Reads floats; other threads join and hash each chunk while the next one is read.</summary>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public static float[] Read(Stream stream, long count, WeightsHash hash)
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)count));
        HugePages.Advise(values);
        int bytes = Math.Min(Chunk, values.Length) * sizeof(float);
        byte[] planes = GC.AllocateUninitializedArray<byte>(bytes), spare = GC.AllocateUninitializedArray<byte>(bytes);
        Task joined = Task.CompletedTask, hashed = Task.CompletedTask;
        try
        {
            for (int start = 0; start < values.Length; start += Chunk)
            {
                Memory<float> chunk = values.AsMemory(start, Math.Min(Chunk, values.Length - start));
                Memory<byte> read = planes.AsMemory(0, chunk.Length * sizeof(float));
                stream.ReadExactly(read.Span);
                joined.GetAwaiter().GetResult();
                joined = Task.Run(() => BytePlanes.Join(read.Span, chunk.Span));
                hashed = HashAfter(hashed, joined, chunk);
                (planes, spare) = (spare, planes);
            }
        }
        finally
        {
            hashed.GetAwaiter().GetResult();
        }
        return values;

        async Task HashAfter(Task earlier, Task join, Memory<float> chunk)
        {
            await join;
            await earlier;
            hash.Append(chunk.Span);
        }
    }
}
