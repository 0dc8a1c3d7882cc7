using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>A check alone: the weights that TorchSharp wrote to a safetensors file, read by us.</summary>
/// <param name="Network">Whose weights.</param>
internal sealed record WeightsWork(BenchmarkNetwork Network) : IWork
{
    public string Name => $"safetensors-{Network.Name}";

    public void Run(Session session) => session.Check(
        $"safetensors {Network.Name}", ResNetPrecision.Float32,
        () => EquivalenceProcess.CheckWeights(Network, session.Files.Folder));
}
