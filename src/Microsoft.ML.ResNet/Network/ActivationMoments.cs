using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Mean and variance of every channel of all units' outputs or responses, over images and pixels.</summary>
/// <param name="layout">The network's layout.</param>
/// <param name="ofResponses">
/// Whether to measure responses (<see cref="INetworkObserver.OnResponse"/>) instead of outputs.
/// </param>
internal sealed class ActivationMoments(NetworkLayout layout, bool ofResponses = false) : INetworkObserver
{
    private readonly ChannelMoments[] _units =
        [.. layout.Units.Select(unit => new ChannelMoments(unit.Convolution.OutChannels))];

    public bool WantsResponses => ofResponses;

    public void OnResponse(int unit, ReadOnlySpan<float> values) => _units[unit].Add(values);

    public void OnOutput(int unit, ReadOnlySpan<float> values)
    {
        if (!ofResponses)
            _units[unit].Add(values);
    }

    /// <summary>The moments of a unit's channel.</summary>
    public (double Mean, double Variance) GetMoments(int unit, int channel) => _units[unit].GetMoments(channel);
}

/// <summary>Accumulates mean and variance of every channel of activations [images * pixels, channels].</summary>
internal sealed class ChannelMoments(int channels)
{
    private readonly double[] _sums = new double[channels], _squares = new double[channels];
    private long _count;

    public int Channels => channels;

    public void Add(ReadOnlySpan<float> values)
    {
        for (int row = 0; row < values.Length; row += channels)
        {
            ReadOnlySpan<float> pixel = values.Slice(row, channels);
            for (int c = 0; c < pixel.Length; c++)
            {
                double value = pixel[c];
                _sums[c] += value;
                _squares[c] += value * value;
            }
        }
        _count += values.Length / channels;
    }

    /// <summary>
    /// The moments of a channel; the variance is unbiased, as in the running statistics of batch normalization.
    /// </summary>
    public (double Mean, double Variance) GetMoments(int channel)
    {
        double mean = _sums[channel] / _count;
        double squares = _squares[channel] - _count * mean * mean;
        return (mean, Math.Max(0, squares) / Math.Max(1, _count - 1));
    }
}
