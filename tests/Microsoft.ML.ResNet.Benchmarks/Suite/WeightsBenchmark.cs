using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>A check alone: the weights that TorchSharp wrote to a safetensors file, read by us.</summary>
/// <param name="Network">Whose weights.</param>
internal sealed record WeightsBenchmark(BenchmarkNetwork Network) : IBenchmark
{
    public string Name => $"safetensors-{Network.Name}";

    public void Run(BenchmarkSession session) => session.Check(
        $"safetensors {Network.Name}", ResNetPrecision.Float32,
        () => EquivalenceProcess.CheckWeights(Network, session.Files.Folder));
}
