namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>Environment variables of a contender's process.</summary>
internal sealed record ProcessEnvironment(string Name, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Set by build/benchmark.sh where the system's libstdc++ is too old for TorchSharp.</summary>
    private const string ShimVariable = "BENCHMARK_LIBSTDCXX_SHIM";

    /// <summary>Set by build/benchmark.sh where the system has jemalloc.</summary>
    private const string JemallocVariable = "BENCHMARK_JEMALLOC";

    public static ProcessEnvironment Plain { get; } = new("", new Dictionary<string, string>());

    /// <summary>
    /// Settings for fast start, as in runtimeconfig.json: no background garbage collection thread, and no profiling for
    /// recompilation.
    /// </summary>
    public static ProcessEnvironment FastStart { get; } = new(
        "", new Dictionary<string, string> { ["DOTNET_gcConcurrent"] = "0", ["DOTNET_TieredPGO"] = "0" });

    /// <summary>TorchSharp with the system's default allocator.</summary>
    public static ProcessEnvironment Torch { get; } = new("default allocator", Preload());

    /// <summary>
    /// TorchSharp with glibc's allocator tuned not to return memory, which the kernel would have to zero again.
    /// </summary>
    public static ProcessEnvironment TorchTunedGlibc { get; } = new(
        "tuned glibc",
        new Dictionary<string, string>(Preload())
        {
            ["MALLOC_MMAP_THRESHOLD_"] = "4294967296",
            ["MALLOC_TRIM_THRESHOLD_"] = "17179869184",
            ["MALLOC_TOP_PAD_"] = "268435456",
        });

    /// <summary>TorchSharp with jemalloc; null if it is not installed.</summary>
    public static ProcessEnvironment? TorchJemalloc { get; } =
        Environment.GetEnvironmentVariable(JemallocVariable) is { Length: > 0 } jemalloc
            ? new("jemalloc", new Dictionary<string, string>(Preload(jemalloc))
            {
                // By default jemalloc returns memory at once and is no faster than the default allocator.
                ["MALLOC_CONF"] = "oversize_threshold:0,dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always",
            })
            : null;

    /// <summary>The faster of these is TorchSharp's best; usually the last one.</summary>
    public static IEnumerable<ProcessEnvironment> TorchAllocators =>
        TorchJemalloc is null ? [TorchTunedGlibc] : [TorchTunedGlibc, TorchJemalloc];

    private static Dictionary<string, string> Preload(params string[] more)
    {
        string? shim = Environment.GetEnvironmentVariable(ShimVariable);
        string[] libraries = [.. more, .. string.IsNullOrEmpty(shim) ? [] : new[] { shim }];
        return libraries.Length == 0 ? [] : new() { ["LD_PRELOAD"] = string.Join(':', libraries) };
    }
}
