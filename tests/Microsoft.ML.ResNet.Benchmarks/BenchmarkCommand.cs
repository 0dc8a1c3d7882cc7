using System.CommandLine;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Workloads;

namespace Microsoft.ML.ResNet.Benchmarks;

internal static class BenchmarkCommand
{
    public static RootCommand Create()
    {
        Option<string[]> only = new("--only") { Description = "x", AllowMultipleArgumentsPerToken = true };
        Option<int> rounds = new("--rounds") { DefaultValueFactory = _ => 5 };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 2 };
        RootCommand root = new("x") { only, rounds, seconds };
        root.SetAction(result =>
        {
            foreach (string name in result.GetRequiredValue(only))
            {
                BenchmarkNetwork network = BenchmarkNetwork.Named(name);
                ContenderKey key = new(ContenderKind.OurTraining, network, Precision.Float32, network.TrainingBatch, 2, ".");
                List<Contender> contenders =
                [
                    new("ours", key, ProcessEnvironment.Plain),
                    new("as it comes", key with { Kind = ContenderKind.TorchTrainingAsItComes }, ProcessEnvironment.Torch),
                    new("tuned", key with { Kind = ContenderKind.TorchTraining }, ProcessEnvironment.TorchTunedGlibc),
                ];
                if (ProcessEnvironment.TorchJemalloc is { } jemalloc)
                    contenders.Add(new("jemalloc", key with { Kind = ContenderKind.TorchTraining }, jemalloc));
                var standings = Match.Play(contenders, new Pace(result.GetRequiredValue(rounds), result.GetRequiredValue(seconds)));
                foreach (Standing s in standings)
                    Console.WriteLine($"{name} {s.Contender.Name} {s.Rate:F1} images/s ratio {standings[0].Ratio(s):F2} peak {s.PeakMegabytes:F0} MB idle {s.IdleLoad:F3} gflops {s.Rate * network.Layout.Training() / 1e9:F0}");
            }
        });
        return root;
    }
}
