namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Goes through the images of a set once, in chunks that depend on nothing but their size; a store on disk reads one
/// chunk ahead, and keeps no more in memory.
/// </summary>
internal static class ImagePass
{
    private const int ChunkBytes = 16 << 20;

    public static void Run(ImageSubset set, Action<ReadOnlyMemory<long>> visit)
    {
        int chunk = Math.Max(1, ChunkBytes / set.Pixels.Shape.Bytes);
        for (ReadOnlyMemory<long> rows = set.Rows; !rows.IsEmpty;)
        {
            ReadOnlyMemory<long> present = rows[..Math.Min(chunk, rows.Length)];
            rows = rows[present.Length..];
            set.Pixels.Prefetch(rows.Span[..Math.Min(chunk, rows.Length)]);
            visit(present);
            set.Pixels.Release(present.Length);
        }
    }
}
