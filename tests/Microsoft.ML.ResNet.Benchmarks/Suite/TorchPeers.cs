using Microsoft.ML.ResNet.Benchmarks.Contenders;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>TorchSharp's best configuration: NHWC tensors, with the faster of two allocators.</summary>
internal static class TorchPeers
{
    private const string Name = "TorchSharp 0.107";

    public static Contender Default(ContenderKey key) =>
        new($"{Name} as it comes (NCHW)", key, ProcessEnvironment.Torch);

    /// <summary>Whichever of these is faster.</summary>
    public static IEnumerable<Contender> Best(ContenderKey key, string what, SamplingPlan pace) =>
        from environment in ProcessEnvironment.TorchAllocators.TakeLast(pace.IsQuick ? 1 : 2)
        select new Contender($"{Name} {what}, {environment.Name}", key, environment);
}
