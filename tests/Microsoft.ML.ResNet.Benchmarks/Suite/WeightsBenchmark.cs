using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>Checks that we read safetensors weights written by TorchSharp correctly. Measures no speed.</summary>
/// <param name="Network">The network.</param>
internal sealed record WeightsBenchmark(BenchmarkNetwork Network) : IBenchmark
{
    public string Name => $"safetensors-{Network.Name}";

    public void Run(BenchmarkSession session) => session.Check(
        $"safetensors {Network.Name}", ResNetPrecision.Float32,
        () => EquivalenceProcess.CheckWeights(Network, session.Files.Folder));
}
