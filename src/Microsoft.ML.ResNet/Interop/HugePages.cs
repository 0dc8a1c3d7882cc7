namespace Microsoft.ML.ResNet;

/// <summary>
/// Asks Linux for 2 MB pages behind large buffers. Activations are streamed through: a small page every few kilobytes
/// costs address translations and stops the processor's prefetching, 3 % of a training step (measured).
/// </summary>
internal static unsafe class HugePages
{
    public const nuint Size = 2 << 20;

    /// <summary>Whether a buffer is so large that its rounding up to whole pages does not matter.</summary>
    public static bool Suit(nuint bytes) => OperatingSystem.IsLinux() && bytes >= 2 * Size;

    /// <summary>Where there are no such pages, the buffer stays as it is.</summary>
    public static void Advise(void* start, nuint bytes) => MemoryAdvice.HugePage.Give(start, bytes);
}
