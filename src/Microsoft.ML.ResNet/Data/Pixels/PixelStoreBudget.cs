namespace Microsoft.ML.ResNet.Data;

/// <summary>Bytes of memory for decoded images.</summary>
internal static class PixelStoreBudget
{
    // The rest is for the network, its activations and the program.
    private const int PartOfAvailable = 2;

    /// <summary>
    /// The smaller of the option and half of the memory that the process may use: the machine's, or less in a container or
    /// with <c>DOTNET_GCHeapHardLimit</c>.
    /// </summary>
    /// <param name="optionMB"><see cref="ResNetClassifierEstimator.Options.PixelStoreMemoryMB"/>.</param>
    public static long Of(int optionMB) => Of(optionMB, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    public static long Of(int optionMB, long availableBytes) => Math.Min((long)optionMB << 20, availableBytes / PartOfAvailable);

    /// <summary>Such as "1,000 images of 256x256: 197 MB in memory"; for messages.</summary>
    public static string Describe(PixelStore pixels, long budget)
    {
        long bytes = pixels.Count * pixels.Shape.Bytes;
        return FormattableString.Invariant(
            $"{pixels.Count:N0} images of {pixels.Width}x{pixels.Height}: {Megabytes(bytes):N0} MB ")
            + (pixels is MappedPixelStore ? "in a temporary file" : "in memory")
            + FormattableString.Invariant($" (limit for memory: {Megabytes(budget):N0} MB)");
    }

    private static double Megabytes(long bytes) => bytes / (double)(1 << 20);
}
