using Microsoft.ML.ResNet.Benchmarks.Contenders;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>TorchSharp's configurations as contenders.</summary>
internal static class TorchPeers
{
    private const string Name = "TorchSharp 0.107";

    public static Contender Default(ContenderKey key) =>
        new($"{Name} default (NCHW)", key, ProcessEnvironment.Torch);

    /// <summary>The best configurations, NHWC tensors with one of two allocators. The faster one counts.</summary>
    public static IEnumerable<Contender> Best(ContenderKey key, string what, SamplingPlan plan) =>
        from environment in ProcessEnvironment.TorchAllocators.TakeLast(plan.IsQuick ? 1 : 2)
        select new Contender($"{Name} {what}, {environment.Name}", key, environment);
}
