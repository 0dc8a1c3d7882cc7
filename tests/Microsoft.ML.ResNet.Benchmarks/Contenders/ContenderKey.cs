using System.Globalization;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>Parameters of a contender, passed to its process on the command line.</summary>
/// <param name="Kind">Implementation and task.</param>
/// <param name="Network">The network.</param>
/// <param name="Precision">Precision of the computation.</param>
/// <param name="Batch">Images per step.</param>
/// <param name="Threads">Number of compute threads.</param>
/// <param name="Folder">Folder of the files that contenders share.</param>
internal sealed record ContenderKey(
    ContenderKind Kind, BenchmarkNetwork Network, ResNetPrecision Precision, int Batch, int Threads, string Folder)
{
    /// <summary>Algorithm of our convolutions.</summary>
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
