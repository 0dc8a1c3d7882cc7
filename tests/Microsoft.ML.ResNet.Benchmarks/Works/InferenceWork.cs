using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Equivalence;
using Microsoft.ML.ResNet.Benchmarks.Workloads;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>Predictions from images in memory beside those of ONNX Runtime, or of TorchSharp in bf16.</summary>
/// <param name="Network">What predicts.</param>
/// <param name="Precision">In what.</param>
/// <param name="Batch">Images at once.</param>
/// <param name="Goal">
/// How many times as fast as ONNX Runtime in fp32; in bf16, as we in fp32, with direct convolutions and with the
/// fastest.
/// </param>
internal sealed record InferenceWork(BenchmarkNetwork Network, ResNetPrecision Precision, int Batch, double Goal) : IWork
{
    public string Name => $"infer-{Precision.Name()}-{Network.Name}-batch{Batch}";

    public void Run(Session session)
    {
        string work = $"infer {Network.Name}";
        session.Files.AddValues(Network);
        session.Check(
            work, Precision, () => EquivalenceProcess.CheckInference(Network, Precision, session.Files.Folder));
        ContenderKey us = new(
            ContenderKind.OurInference, Network, Precision, Batch, session.Threads, session.Files.Folder);
        ThroughputMatch.Play(
            session, work, new Contender("us", us, ProcessEnvironment.Plain), [.. Peers(us, session.Pace)],
            Network.Layout.Inference(), session.Pace.ForShortSteps);
    }

    private IEnumerable<Peer> Peers(ContenderKey us, Pace pace)
    {
        if (Precision == ResNetPrecision.BFloat16)
        {
            yield return new(OurFloat32.Direct(us), Goal);
            if (!pace.IsQuick)
                yield return new(OurFloat32.Fastest(us), Goal);
            foreach (Contender best in TorchPeers.Best(
                us with { Kind = ContenderKind.TorchInference }, "bf16, channels_last, folded", pace))
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
                "ONNX Runtime 1.31.1, int8, as we export it", onnx with { Precision = ResNetPrecision.Int8 },
                ProcessEnvironment.Plain));
        }
    }
}
