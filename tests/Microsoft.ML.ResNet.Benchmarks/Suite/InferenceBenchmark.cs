using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>Compares predictions on images in memory with ONNX Runtime, or in bf16 with TorchSharp.</summary>
/// <param name="Network">The network.</param>
/// <param name="Precision">Our precision.</param>
/// <param name="Batch">Images per prediction.</param>
/// <param name="Goal">
/// Target ratio to ONNX Runtime in fp32; in bf16, to ourselves in fp32, with direct and with the fastest convolutions.
/// </param>
internal sealed record InferenceBenchmark(BenchmarkNetwork Network, ResNetPrecision Precision, int Batch, double Goal) : IBenchmark
{
    private const double OnnxInt8Goal = 1;

    public string Name => $"infer-{Precision.Name()}-{Network.Name}-batch{Batch}";

    public void Run(BenchmarkSession session)
    {
        string workload = $"infer {Network.Name}";
        session.Files.AddValues(Network);
        session.Check(
            workload, Precision, () => EquivalenceProcess.CheckInference(Network, Precision, session.Files.Folder));
        ContenderKey us = new(
            ContenderKind.OurInference, Network, Precision, Batch, session.Threads, session.Files.Folder);
        ThroughputComparison.Run(
            session, workload, new Contender("us", us, ProcessEnvironment.Plain), [.. Peers(us, session.Plan)],
            Network.Layout.Inference(), session.Plan.ForShortSteps);
    }

    private IEnumerable<Peer> Peers(ContenderKey us, SamplingPlan plan)
    {
        if (Precision == ResNetPrecision.BFloat16)
        {
            yield return new(OwnFloat32.Direct(us), Goal);
            if (!plan.IsQuick)
                yield return new(OwnFloat32.Fastest(us), Goal);
            foreach (Contender best in TorchPeers.Best(
                us with { Kind = ContenderKind.TorchInference }, "bf16, channels_last, folded", plan))
            {
                yield return new(best, 1);
            }
            yield break;
        }
        ContenderKey onnx = us with { Kind = ContenderKind.OnnxInference, Precision = ResNetPrecision.Float32 };
        yield return new(new Contender("ONNX Runtime 1.31.1, fp32", onnx, ProcessEnvironment.Plain), Goal);
        if (Precision == ResNetPrecision.Int8)
        {
            yield return new(new Contender(
                "ONNX Runtime 1.31.1, int8, our export", onnx with { Precision = ResNetPrecision.Int8 },
                ProcessEnvironment.Plain), OnnxInt8Goal);
        }
    }
}
