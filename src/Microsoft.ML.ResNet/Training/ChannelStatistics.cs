using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Mean and covariance of the channels over all pixels of a training set.</summary>
internal sealed unsafe class ChannelStatistics
{
    private readonly double[] _mean;
    private readonly double[,] _covariance;

    /// <exception cref="ArgumentException">A pixel is NaN or infinite.</exception>
    public ChannelStatistics(ImageSubset set, NativeContext context)
    {
        int channels = set.Pixels.Channels;
        double[] sum = new double[channels], products = new double[channels * channels];
        ImagePass.Run(set, rows => Add(set.Pixels, rows.Span, context, sum, products));

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

    private static void Add(
        PixelStore pixels, ReadOnlySpan<long> chunk, NativeContext context, double[] sum, double[] products)
    {
        double[] chunkSum = new double[sum.Length], chunkProducts = new double[products.Length];
        fixed (long* rows = chunk)
        fixed (double* sums = chunkSum, sumsOfProducts = chunkProducts)
        {
            ImageBatch batch = ImageBatch.FromStore(pixels.Shape, (void*)pixels.Pointer, pixels.Count) with
            {
                N = chunk.Length,
                Indices = rows,
            };
            NativeMethods.ImageStatistics(context, batch, sums, sumsOfProducts).Check();
        }
        TensorPrimitives.Add<double>(sum, chunkSum, sum);
        TensorPrimitives.Add<double>(products, chunkProducts, products);
    }

    /// <summary>Normalizes every channel to mean 0 and variance 1.</summary>
    public ChannelNormalization Normalization => new(
        [.. _mean.Select(mean => (float)mean)], [.. Enumerable.Range(0, _mean.Length).Select(Deviation)]);

    /// <summary>Principal components of the colors; three channels only.</summary>
    public PrincipalColors PrincipalColors => new(_covariance);

    // A channel that is constant up to rounding is not scaled.
    private float Deviation(int channel)
    {
        double variance = _covariance[channel, channel], mean = _mean[channel];
        return variance > 1e-9 * mean * mean ? (float)Math.Sqrt(variance) : 1;
    }
}
