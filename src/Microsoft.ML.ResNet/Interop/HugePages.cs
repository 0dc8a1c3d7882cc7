namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// Asks Linux to back large buffers with 2 MB pages. Layers stream through their activations; with 4 KB pages, address
/// translation and interrupted prefetching cost 3 % of a training step (measured).
/// </summary>
internal static unsafe class HugePages
{
    public const nuint Size = 2 << 20;

    /// <summary>
    /// For an array that is too large for the garbage collector to move; call it before the first use. Page faults take
    /// most of the time of filling such an array, and 2 MB pages cause far fewer of them.
    /// </summary>
    public static void Advise(float[] values)
    {
        if (!IsWorthwhile((nuint)values.Length * sizeof(float)))
            return;
        fixed (float* start = values)
        {
            nuint first = ((nuint)start + Size - 1) & ~(Size - 1), end = (nuint)(start + values.Length) & ~(Size - 1);
            Advise((void*)first, end - first);
        }
    }

    /// <summary>Whether a buffer is large enough that rounding it up to whole pages wastes little.</summary>
    public static bool IsWorthwhile(nuint bytes) => OperatingSystem.IsLinux() && bytes >= 2 * Size;

    /// <summary>Does nothing on systems without huge pages.</summary>
    public static void Advise(void* start, nuint bytes) => MemoryAdvice.HugePage.Apply(start, bytes);
}
