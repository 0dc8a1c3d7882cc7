using System.Globalization;
using Microsoft.ML.ResNet.Benchmarks.Workloads;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>All that a child process must know to be a contender, as its command line.</summary>
/// <param name="Kind">Who computes what.</param>
/// <param name="Network">The network.</param>
/// <param name="Precision">What it computes in.</param>
/// <param name="Batch">Images per step.</param>
/// <param name="Threads">Threads that compute.</param>
/// <param name="Folder">Where the files are that contenders share.</param>
internal sealed record ContenderKey(
    ContenderKind Kind, BenchmarkNetwork Network, ResNetPrecision Precision, int Batch, int Threads, string Folder)
{
    /// <summary>Of our convolutions.</summary>
    public ConvolutionAlgorithm Algorithm { get; init; }

    public static ContenderKey Parse(ReadOnlySpan<string> arguments) => new(
        Enum.Parse<ContenderKind>(arguments[0]), BenchmarkNetwork.Named(arguments[1]),
        Enum.Parse<ResNetPrecision>(arguments[2]), int.Parse(arguments[3], CultureInfo.InvariantCulture),
        int.Parse(arguments[4], CultureInfo.InvariantCulture), arguments[5])
    {
        Algorithm = Enum.Parse<ConvolutionAlgorithm>(arguments[6]),
    };

    public IReadOnlyList<string> Arguments =>
    [
        Kind.ToString(), Network.Name, Precision.ToString(), Batch.ToString(CultureInfo.InvariantCulture),
        Threads.ToString(CultureInfo.InvariantCulture), Folder, Algorithm.ToString(),
    ];
}
