using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Layers;

/// <summary>
/// Loads the library of timed_calls.cc in place of the native library, to time every native entry. The product needs no
/// support for it.
/// </summary>
internal sealed unsafe class TimedCalls
{
    private readonly nint _library;

    /// <summary>Environment of the process: the path of the real library.</summary>
    public static ProcessEnvironment Environment { get; } = ProcessEnvironment.Plain with
    {
        Variables = new Dictionary<string, string>
        {
            ["BENCHMARK_RESNET_NATIVE"] = Path.Combine(
                AppContext.BaseDirectory, "runtimes", "linux-x64", "native", NativeLibraryLoader.FileName),
        },
    };

    /// <summary>Must be created before the first call of the native library.</summary>
    public TimedCalls()
    {
        // The loader first searches the application's directory.
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.Combine(AppContext.BaseDirectory, "timed/"));
        _library = NativeLibraryLoader.Load();
    }

    public void Reset() => ((delegate* unmanaged<void>)Export("timed_reset"))();

    /// <summary>Entries called since the last reset.</summary>
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

/// <summary>Calls of a native entry and their total time.</summary>
internal sealed record NativeEntryTime(string Name, long Calls, double Seconds);
