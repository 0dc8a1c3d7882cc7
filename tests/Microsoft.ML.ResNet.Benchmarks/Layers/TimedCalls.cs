using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Layers;

/// <summary>
/// The library of timed_calls.cc in the place of ours: knows how long every native entry took. The product knows
/// nothing of it, and its other users' calls are not slowed.
/// </summary>
internal sealed unsafe class TimedCalls
{
    private readonly nint _library;

    /// <summary>What the process must start with: where the real library is.</summary>
    public static ProcessEnvironment Environment { get; } = ProcessEnvironment.Plain with
    {
        Variables = new Dictionary<string, string>
        {
            ["BENCHMARK_RESNET_NATIVE"] = Path.Combine(
                AppContext.BaseDirectory, "runtimes", "linux-x64", "native", NativeLibraryLoader.FileName),
        },
    };

    /// <summary>To be made before anything calls the native library.</summary>
    public TimedCalls()
    {
        // The loader looks first where the program is.
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.Combine(AppContext.BaseDirectory, "timed/"));
        _library = NativeLibraryLoader.Load();
    }

    public void Reset() => ((delegate* unmanaged<void>)Export("timed_reset"))();

    /// <summary>Every entry that was called since.</summary>
    public IEnumerable<NativeEntryTime> Times()
    {
        int count = ((delegate* unmanaged<int>)Export("timed_count"))();
        return [.. Enumerable.Range(0, count).Select(Time).Where(time => time.Calls > 0)];
    }

    private NativeEntryTime Time(int index) => new(
        Marshal.PtrToStringUTF8(((delegate* unmanaged<int, nint>)Export("timed_name"))(index))!,
        ((delegate* unmanaged<int, long>)Export("timed_calls"))(index),
        ((delegate* unmanaged<int, double>)Export("timed_seconds"))(index));

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}

/// <summary>How often a native entry was called, and how long it took altogether.</summary>
internal sealed record NativeEntryTime(string Name, long Calls, double Seconds);
