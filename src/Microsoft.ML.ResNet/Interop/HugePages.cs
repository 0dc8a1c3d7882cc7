namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// Asks Linux for 2 MB pages behind large buffers. Activations are streamed through: a small page every few kilobytes
/// costs address translations and stops the processor's prefetching, 3 % of a training step (measured).
/// </summary>
internal static unsafe class HugePages
{
    public const nuint Size = 2 << 20;

    /// <summary>
    /// Advises for an array too large for the garbage collector to move, before its first use: its pages are then made
    /// 2 MB instead of 4 KB at a time, which takes most of the time of filling it.
    /// </summary>
    public static void Advise(float[] values)
    {
        if (!Suit((nuint)values.Length * sizeof(float)))
            return;
        fixed (float* start = values)
        {
            nuint first = ((nuint)start + Size - 1) & ~(Size - 1), end = (nuint)(start + values.Length) & ~(Size - 1);
            Advise((void*)first, end - first);
        }
    }

    /// <summary>Whether a buffer is so large that its rounding up to whole pages does not matter.</summary>
    public static bool Suit(nuint bytes) => OperatingSystem.IsLinux() && bytes >= 2 * Size;

    /// <summary>Where there are no such pages, the buffer stays as it is.</summary>
    public static void Advise(void* start, nuint bytes) => MemoryAdvice.HugePage.Give(start, bytes);
}
