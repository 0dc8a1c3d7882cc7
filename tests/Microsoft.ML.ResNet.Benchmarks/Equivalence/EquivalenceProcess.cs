using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Workloads;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>Checks in a process of its own, which takes the memory of all contenders with it when it ends.</summary>
internal static class EquivalenceProcess
{
    public const string Verb = "equivalence";

    private const string Training = "training", Inference = "inference", Weights = "weights";

    public static IReadOnlyList<Deviation> CheckTraining(
        BenchmarkNetwork network, ResNetPrecision precision, string folder) =>
        Check(Training, network, precision, folder);

    public static IReadOnlyList<Deviation> CheckInference(
        BenchmarkNetwork network, ResNetPrecision precision, string folder) =>
        Check(Inference, network, precision, folder);

    public static IReadOnlyList<Deviation> CheckWeights(BenchmarkNetwork network, string folder) =>
        Check(Weights, network, ResNetPrecision.Float32, folder);

    /// <summary>The child's part: a line of JSON for every deviation.</summary>
    public static void Run(ReadOnlySpan<string> arguments, TextWriter output)
    {
        BenchmarkNetwork network = BenchmarkNetwork.Named(arguments[1]);
        ResNetPrecision precision = Enum.Parse<ResNetPrecision>(arguments[2]);
        string folder = arguments[3];
        IEnumerable<Deviation> deviations = arguments[0] switch
        {
            Training => TrainingEquivalence.Check(network, precision),
            Inference => [InferenceEquivalence.Check(network, SharedFiles.Values(folder, network), precision)],
            Weights => WeightsEquivalence.Check(network, folder),
            _ => throw new ArgumentException($"There is no check '{arguments[0]}'."),
        };
        foreach (Deviation deviation in deviations)
            output.WriteLine(JsonSerializer.Serialize(deviation));
    }

    private static List<Deviation> Check(string what, BenchmarkNetwork network, ResNetPrecision precision, string folder)
    {
        using Process process = ChildProcess.Start(
            ProcessEnvironment.Torch, [Verb, what, network.Name, precision.ToString(), folder]);
        List<Deviation> deviations = [];
        while (process.StandardOutput.ReadLine() is { } line)
            deviations.Add(JsonSerializer.Deserialize<Deviation>(line)!);
        process.WaitForExit();
        return process.ExitCode == 0
            ? deviations
            : throw new InvalidOperationException($"The check of {network.Name} ended with {process.ExitCode}.");
    }
}
