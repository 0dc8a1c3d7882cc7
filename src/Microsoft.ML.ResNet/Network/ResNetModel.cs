using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A trained network as immutable managed data.</summary>
internal sealed class ResNetModel
{
    private readonly Lazy<string> _sha256;

    public ResNetArchitecture Architecture { get; }
    public int Height { get; }
    public int Width { get; }
    public int Channels { get; }
    public int ClassCount { get; }
    public ChannelNormalization Normalization { get; }

    /// <summary>All trainable values in the order of <see cref="NetworkLayout"/>.</summary>
    public ReadOnlyMemory<float> Parameters { get; }

    /// <summary>All running means and variances in the order of <see cref="NetworkLayout"/>.</summary>
    public ReadOnlyMemory<float> RunningStatistics { get; }

    /// <summary>SHA-256 of parameters, then statistics, as little-endian floats; in lower-case hexadecimal.</summary>
    public string WeightsSha256 => _sha256.Value;

    /// <summary>Creates a model. The hash is computed on first use unless it is given.</summary>
    public ResNetModel(
        ResNetArchitecture architecture, int height, int width, int channels, int classCount,
        ChannelNormalization normalization, ReadOnlyMemory<float> parameters, ReadOnlyMemory<float> runningStatistics,
        string? weightsSha256 = null)
    {
        ArchitectureValidation.ValidateInput(height, width, channels, classCount);
        long parameterCount = ParameterCount(architecture, channels, classCount);
        long statisticsCount = StatisticsCount(architecture, channels, classCount);
        if (normalization.Channels != channels)
            throw new ArgumentException(
                $"The normalisation has {normalization.Channels} channels, the images {channels}.");
        if (parameters.Length != parameterCount)
            throw new ArgumentException(
                $"There are {parameters.Length:N0} parameters, {architecture} has {parameterCount:N0}.");
        if (runningStatistics.Length != statisticsCount)
        {
            throw new ArgumentException(
                $"There are {runningStatistics.Length:N0} statistics, {architecture} has {statisticsCount:N0}.");
        }
        (Architecture, Height, Width, Channels, ClassCount) = (architecture, height, width, channels, classCount);
        (Normalization, Parameters, RunningStatistics) = (normalization, parameters, runningStatistics);
        _sha256 = weightsSha256 is null ? new Lazy<string>(ComputeSha256) : new Lazy<string>(weightsSha256);
    }

    /// <summary>The number of parameters of a model; lets a loader check sizes before it allocates.</summary>
    public static long ParameterCount(ResNetArchitecture architecture, int channels, int classes) =>
        NetworkLayout.ForCounting(architecture, channels, classes).ParameterCount;

    /// <summary>The number of running statistics of a model.</summary>
    public static long StatisticsCount(ResNetArchitecture architecture, int channels, int classes) =>
        NetworkLayout.ForCounting(architecture, channels, classes).StatisticsCount;

    /// <summary>The same network with other values.</summary>
    public ResNetModel With(ReadOnlyMemory<float> parameters, ReadOnlyMemory<float> runningStatistics) => new(
        Architecture, Height, Width, Channels, ClassCount, Normalization, parameters, runningStatistics);

    /// <summary>The same network with another normalization of images.</summary>
    public ResNetModel With(ChannelNormalization normalization) => new(
        Architecture, Height, Width, Channels, ClassCount, normalization, Parameters, RunningStatistics);

    /// <summary>The same network for images of another size.</summary>
    public ResNetModel WithInput(ImageSize input) => new(
        Architecture, input.Height, input.Width, Channels, ClassCount, Normalization, Parameters, RunningStatistics);

    public NetworkLayout CreateLayout() => new(Architecture, Height, Width, Channels, ClassCount);

    private string ComputeSha256()
    {
        using WeightsHash hash = new();
        hash.Append(Parameters.Span);
        hash.Append(RunningStatistics.Span);
        return hash.Finish();
    }
}
