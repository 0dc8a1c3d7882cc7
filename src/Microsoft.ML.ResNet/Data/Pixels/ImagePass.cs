namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Visits all images of a subset once, in chunks whose length depends only on the image size. A store on disk prefetches
/// one chunk and releases each after use.
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
