namespace Microsoft.ML.ResNet.Network;

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
    /// The moments of a channel; the variance is unbiased, as in the running statistics of batch normalisation.
    /// </summary>
    public (double Mean, double Variance) GetMoments(int channel)
    {
        double mean = _sums[channel] / _count;
        double squares = _squares[channel] - _count * mean * mean;
        return (mean, Math.Max(0, squares) / Math.Max(1, _count - 1));
    }
}
