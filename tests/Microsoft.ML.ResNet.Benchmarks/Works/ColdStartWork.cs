using Microsoft.ML.ResNet.Benchmarks.ColdStart;
using Microsoft.ML.ResNet.Benchmarks.Report;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks.Works;

/// <summary>From a process's start to its first prediction, a saved ML.NET model beside an ONNX file.</summary>
internal sealed record ColdStartWork : IWork
{
    public string Name => "cold-start-ResNet50";

    public void Run(Session session)
    {
        BenchmarkNetwork network = ColdStartProcess.Network;
        string model = session.Files.AddModel(network), onnx = session.Files.AddOnnx(network);
        double[] us = new double[session.Pace.Rounds], peer = new double[session.Pace.Rounds];
        for (int round = -1; round < session.Pace.Rounds; round++)
        {
            double ours = ColdStartProcess.Measure(ColdStartProcess.OurVerb, model);
            double theirs = ColdStartProcess.Measure(ColdStartProcess.OnnxVerb, onnx);
            if (round >= 0) // before that the files come from the disk
                (us[round], peer[round]) = (ours, theirs);
        }
        session.Report.Add("cold start", [new Measurement
        {
            Work = $"cold start {network.Name}",
            Precision = Precision.Float32.Name(),
            Threads = session.Threads,
            Batch = 1,
            Us = us.Median() * 1000,
            Peer = peer.Median() * 1000,
            PeerName = "ONNX Runtime 1.31.1, fp32",
            Unit = "ms",
            Ratio = us.Zip(peer, (ours, theirs) => theirs / ours).Median(),
            Goal = 1,
        }]);
    }
}
