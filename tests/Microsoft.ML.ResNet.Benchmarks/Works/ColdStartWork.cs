using Microsoft.ML.ResNet.Benchmarks.ColdStart;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>
/// From a process's start to its first prediction, a saved ML.NET model beside an ONNX file: as a program that must
/// start fast is published, compiled ahead of time (ReadyToRun), and as it is built, compiled while it runs.
/// </summary>
internal sealed record ColdStartWork : IWork
{
    private const double Goal = 1;

    public string Name => "cold-start-ResNet50";

    public void Run(Session session)
    {
        string model = session.Files.AddModel(ColdStartProcess.Network);
        string onnx = session.Files.AddOnnx(ColdStartProcess.Network);
        List<Measurement> measurements = [];
        if (ChildProcess.ReadyToRun is { } published)
            measurements.Add(Measure("ReadyToRun", published, Goal));
        measurements.Add(Measure("JIT", null, ChildProcess.ReadyToRun is null ? Goal : null));
        session.Report.Add("cold start", measurements);

        Measurement Measure(string compiled, string? assembly, double? goal)
        {
            double[] us = new double[session.Pace.Rounds], peer = new double[session.Pace.Rounds];
            for (int round = -1; round < session.Pace.Rounds; round++)
            {
                double ours = ColdStartProcess.Measure(ColdStartProcess.OurVerb, model, assembly);
                double theirs = ColdStartProcess.Measure(ColdStartProcess.OnnxVerb, onnx, assembly);
                if (round >= 0) // before that the files come from the disk
                    (us[round], peer[round]) = (ours, theirs);
            }
            return new Measurement
            {
                Work = $"cold start {ColdStartProcess.Network.Name}, {compiled}",
                Precision = ResNetPrecision.Float32.Name(),
                Threads = session.Threads,
                Batch = 1,
                Us = us.Median() * 1000,
                Peer = peer.Median() * 1000,
                PeerName = "ONNX Runtime 1.31.1, fp32",
                Unit = "ms",
                Ratio = us.Zip(peer, (ours, theirs) => theirs / ours).Median(),
                Goal = goal,
            };
        }
    }
}
