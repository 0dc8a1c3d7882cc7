using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>What the system can be told about a stretch of memory; whether it listens changes no result.</summary>
internal enum MemoryAdvice
{
    /// <summary>A mapped file is read here and there: reading around a place does not pay.</summary>
    Random = 1,

    /// <summary>A mapped file will be read here: it may begin.</summary>
    WillNeed = 3,

    /// <summary>A mapped file was read here: its pages need not stay in the process, only in the system's cache.</summary>
    DontNeed = 4,

    /// <summary>Pages of 2 MB suit (Linux).</summary>
    HugePage = 14,
}

internal static unsafe partial class MemoryAdviceExtensions
{
    /// <summary>Where there is no such call, memory stays as it is.</summary>
    public static void Give(this MemoryAdvice advice, void* start, nuint bytes)
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
