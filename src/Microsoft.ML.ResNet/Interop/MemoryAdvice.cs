using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// Advice to the operating system about a range of memory (madvise). It affects speed only, never results.
/// </summary>
internal enum MemoryAdvice
{
    /// <summary>A mapped file is read at random: do not read ahead.</summary>
    Random = 1,

    /// <summary>This part of a mapped file will be read soon: start reading it.</summary>
    WillNeed = 3,

    /// <summary>
    /// This part of a mapped file was read: unmap its pages from the process. They stay in the page cache.
    /// </summary>
    DontNeed = 4,

    /// <summary>Back the range with 2 MB pages (Linux).</summary>
    HugePage = 14,
}

internal static unsafe partial class MemoryAdviceExtensions
{
    /// <summary>Does nothing on systems without madvise.</summary>
    public static void Apply(this MemoryAdvice advice, void* start, nuint bytes)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            _ = Madvise(start, bytes, advice);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* start, nuint length, MemoryAdvice advice);
}
