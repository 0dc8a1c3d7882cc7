namespace Microsoft.ML.ResNet;

/// <summary>Mean and covariance of the channels over all pixels of a training set.</summary>
internal sealed unsafe class ChannelStatistics
{
    private readonly double[] _mean;
    private readonly double[,] _covariance;

    /// <exception cref="ArgumentException">A pixel is NaN or infinite.</exception>
    public ChannelStatistics(LabeledImages set, NativeContext context)
    {
        int channels = set.Pixels.Channels;
        double[] sum = new double[channels], products = new double[channels * channels];
        fixed (long* rows = set.Rows.Span)
        fixed (double* sums = sum, sumsOfProducts = products)
        {
            ImageBatch batch = new()
            {
                N = set.Rows.Length,
                C = channels,
                StoreH = set.Pixels.Height,
                StoreW = set.Pixels.Width,
                IsFloat = set.Pixels.IsFloat ? 1 : 0,
                Store = (void*)set.Pixels.Pointer,
                StoreImages = set.Pixels.Count,
                Indices = rows,
            };
            NativeMethods.ImageStatistics(context, batch, sums, sumsOfProducts).Check();
        }

        double count = (double)set.Rows.Length * set.Pixels.Height * set.Pixels.Width;
        if (!sum.All(double.IsFinite) || !products.All(double.IsFinite))
            throw new ArgumentException("Some pixels of the training images are not finite numbers.");
        _mean = [.. sum.Select(value => value / count)];
        _covariance = new double[channels, channels];
        for (int a = 0; a < channels; a++)
        {
            for (int b = 0; b < channels; b++)
                _covariance[a, b] = products[a * channels + b] / count - _mean[a] * _mean[b];
        }
    }

    /// <summary>What brings every channel to mean 0 and variance 1.</summary>
    public ChannelNormalization Normalization => new(
        [.. _mean.Select(mean => (float)mean)], [.. Enumerable.Range(0, _mean.Length).Select(Deviation)]);

    /// <summary>The directions in which the colours of three channels vary.</summary>
    public PrincipalColors PrincipalColors => new(_covariance);

    // A constant channel, up to the rounding of the sums, has nothing to scale.
    private float Deviation(int channel)
    {
        double variance = _covariance[channel, channel], mean = _mean[channel];
        return variance > 1e-9 * mean * mean ? (float)Math.Sqrt(variance) : 1;
    }
}
