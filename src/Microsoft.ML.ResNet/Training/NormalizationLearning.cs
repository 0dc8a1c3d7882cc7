namespace Microsoft.ML.ResNet;

/// <summary>Learns the channels' normalisation from the training images.</summary>
internal static unsafe class NormalizationLearning
{
    /// <exception cref="ArgumentException">A pixel is NaN or infinite.</exception>
    public static ChannelNormalization Learn(LabeledImages set, NativeContext context)
    {
        int channels = set.Pixels.Channels;
        double[] sum = new double[channels], sumOfSquares = new double[channels];
        ImagePass.Run(set, rows => Add(set.Pixels, rows.Span, context, sum, sumOfSquares));

        double count = (double)set.Rows.Length * set.Pixels.Height * set.Pixels.Width;
        float[] mean = new float[channels], deviation = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double exactMean = sum[c] / count;
            double variance = Math.Max(0, sumOfSquares[c] / count - exactMean * exactMean);
            if (!double.IsFinite(exactMean) || !double.IsFinite(variance))
                throw new ArgumentException("Some pixels of the training images are not finite numbers.");
            mean[c] = (float)exactMean;

            // A constant channel, up to the rounding of the sums, has nothing to scale.
            deviation[c] = variance > 1e-9 * exactMean * exactMean ? (float)Math.Sqrt(variance) : 1;
        }
        return new ChannelNormalization(mean, deviation);
    }

    private static void Add(
        PixelStore pixels, ReadOnlySpan<long> chunk, NativeContext context, double[] sum, double[] sumOfSquares)
    {
        double[] chunkSum = new double[sum.Length], chunkSquares = new double[sum.Length];
        fixed (long* rows = chunk)
        fixed (double* sums = chunkSum, squares = chunkSquares)
        {
            ImageBatch batch = new()
            {
                N = chunk.Length,
                H = pixels.Height,
                W = pixels.Width,
                C = pixels.Channels,
                IsFloat = pixels.IsFloat ? 1 : 0,
                Store = (void*)pixels.Pointer,
                StoreImages = pixels.Count,
                Indices = rows,
            };
            NativeMethods.ImageStatistics(context, batch, sums, squares).Check();
        }
        for (int c = 0; c < sum.Length; c++)
        {
            sum[c] += chunkSum[c];
            sumOfSquares[c] += chunkSquares[c];
        }
    }
}
