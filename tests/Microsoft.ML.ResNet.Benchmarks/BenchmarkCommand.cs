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
            using SharedFiles files = new();
            foreach (string name in result.GetRequiredValue(only))
            {
                foreach (Equivalence.Deviation d in Equivalence.EquivalenceProcess.CheckTraining(BenchmarkNetwork.Named(name), Precision.Float32, files.Folder)) Console.WriteLine(d);
                files.AddValues(BenchmarkNetwork.Named(name));
                foreach (Equivalence.Deviation d in Equivalence.EquivalenceProcess.CheckInference(BenchmarkNetwork.Named(name), Precision.Float32, files.Folder)) Console.WriteLine(d);
            }
        });
        return root;
    }
}
