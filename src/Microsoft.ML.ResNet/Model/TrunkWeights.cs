using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Model;

/// <summary>
/// The values of the stem and the first stages: a prefix of each of <see cref="NetworkLayout"/>'s three ranges.
/// </summary>
internal sealed class TrunkWeights
{
    private readonly NetworkLayout _layout;
    private readonly long _weights, _affine, _statistics;

    /// <param name="layout">The layout of the whole network. The number of classes does not affect the stages.</param>
    /// <param name="stages">Number of stages.</param>
    public TrunkWeights(NetworkLayout layout, int stages)
    {
        _layout = layout;
        SectionLayout last = layout.Sections[stages]; // the first is the stem
        _weights = last.Weights.Offset + last.Weights.Length;
        _affine = last.Affine.Offset + last.Affine.Length - layout.WeightCount;
        _statistics = last.Statistics.Offset + last.Statistics.Length;
    }

    public long Bytes => checked((_weights + _affine + _statistics) * sizeof(float));

    /// <summary>SHA-256 of the values in lower-case hexadecimal.</summary>
    public string Hash(ResNetModel network)
    {
        using WeightsHash hash = new();
        foreach (ReadOnlyMemory<float> part in Parts(network))
            hash.Append(part.Span);
        return hash.Finish();
    }

    public void Write(Stream stream, ResNetModel network)
    {
        foreach (ReadOnlyMemory<float> part in Parts(network))
            FloatStream.Write(stream, part.Span);
    }

    /// <summary>Parameters and statistics of the whole network, zero where nothing was written.</summary>
    public (float[] Parameters, float[] Statistics) Read(Stream stream, WeightsHash hash)
    {
        float[] parameters = new float[_layout.ParameterCount], statistics = new float[_layout.StatisticsCount];
        FloatStream.Read(stream, _weights, hash).CopyTo(parameters, 0);
        FloatStream.Read(stream, _affine, hash).CopyTo(parameters, _layout.WeightCount);
        FloatStream.Read(stream, _statistics, hash).CopyTo(statistics, 0);
        return (parameters, statistics);
    }

    private ReadOnlyMemory<float>[] Parts(ResNetModel network) =>
    [
        network.Parameters[..(int)_weights],
        network.Parameters.Slice((int)_layout.WeightCount, (int)_affine),
        network.RunningStatistics[..(int)_statistics],
    ];
}
