using System.Text.Json;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>Runs each check in its own process, whose end frees the memory of all contenders.</summary>
internal static class EquivalenceProcess
{
    public const string Verb = "equivalence";

    private const string Training = "training", Inference = "inference", Weights = "weights";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<Deviation> CheckTraining(
        BenchmarkNetwork network, ResNetPrecision precision, string folder) =>
        Check(Training, network, precision, folder);

    public static IReadOnlyList<Deviation> CheckInference(
        BenchmarkNetwork network, ResNetPrecision precision, string folder) =>
        Check(Inference, network, precision, folder);

    public static IReadOnlyList<Deviation> CheckWeights(BenchmarkNetwork network, string folder) =>
        Check(Weights, network, ResNetPrecision.Float32, folder);

    /// <summary>The child's part: writes a line of JSON for every deviation.</summary>
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
            _ => throw new ArgumentException($"Unknown check '{arguments[0]}'."),
        };
        foreach (Deviation deviation in deviations)
            output.WriteLine(JsonSerializer.Serialize(deviation));
    }

    private static List<Deviation> Check(string what, BenchmarkNetwork network, ResNetPrecision precision, string folder)
    {
        using ChildProcess process = new(
            ProcessEnvironment.Torch, [Verb, what, network.Name, precision.ToString(), folder]);
        return
        [
            .. process.ReadToEnd(s_timeout).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize<Deviation>(line)!),
        ];
    }
}
