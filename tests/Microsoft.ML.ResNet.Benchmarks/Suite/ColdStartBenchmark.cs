using Microsoft.ML.ResNet.Benchmarks.ColdStart;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Benchmarks.Report;

namespace Microsoft.ML.ResNet.Benchmarks.Suite;

/// <summary>
/// Time from process start to the first prediction, with a saved ML.NET model and with an ONNX file: once compiled ahead of
/// time (ReadyToRun), as programs that must start fast are published, and once compiled by the JIT.
/// </summary>
internal sealed record ColdStartBenchmark : IBenchmark
{
    private const double Goal = 1;

    public string Name => "cold-start-ResNet50";

    public void Run(BenchmarkSession session)
    {
        string model = session.Files.AddModel(ColdStartProcess.Network);
        string onnx = session.Files.AddOnnx(ColdStartProcess.Network);
        List<Measurement> measurements = [];
        if (ChildProcess.ReadyToRun is { } published)
            measurements.Add(Measure("ReadyToRun", published, Goal));
        measurements.Add(Measure("JIT", null, ChildProcess.ReadyToRun is null ? Goal : null));
        session.Report.Add("cold start", measurements);

        Measurement Measure(string compilation, string? assembly, double? goal)
        {
            Measurement measurement = new()
            {
                Workload = $"cold start {ColdStartProcess.Network.Name}, {compilation}",
                Precision = ResNetPrecision.Float32.Name(),
                Threads = session.Threads,
                Batch = 1,
                PeerName = "ONNX Runtime 1.31.1, fp32",
                Unit = "ms",
                Goal = goal,
            };
            double[] us = new double[session.Plan.Rounds], peer = new double[session.Plan.Rounds];
            try
            {
                for (int round = -1; round < session.Plan.Rounds; round++)
                {
                    double ours = ColdStartProcess.Measure(ColdStartProcess.OurVerb, model, assembly);
                    double theirs = ColdStartProcess.Measure(ColdStartProcess.OnnxVerb, onnx, assembly);
                    if (round >= 0) // round -1 brings the files into the page cache
                        (us[round], peer[round]) = (ours, theirs);
                }
            }
            catch (ChildProcessException exception)
            {
                return measurement with { Failure = exception.Message };
            }
            return measurement with
            {
                Us = us.Median() * 1000,
                Peer = peer.Median() * 1000,
                Ratio = us.Zip(peer, (ours, theirs) => theirs / ours).Median(),
            };
        }
    }
}
