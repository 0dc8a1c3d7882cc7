namespace Microsoft.ML.ResNet;

/// <summary>Learns the channels' normalisation from the training images.</summary>
internal static unsafe class NormalizationLearning
{
    /// <exception cref="ArgumentException">A pixel is NaN or infinite.</exception>
    public static ChannelNormalization Learn(LabeledImages set, NativeContext context)
    {
        int channels = set.Pixels.Channels;
        double[] sum = new double[channels], sumOfSquares = new double[channels];
        fixed (long* rows = set.Rows.Span)
        fixed (double* sums = sum, squares = sumOfSquares)
        {
            ImageBatch batch = new()
            {
                N = set.Rows.Length,
                H = set.Pixels.Height,
                W = set.Pixels.Width,
                C = channels,
                IsFloat = set.Pixels.IsFloat ? 1 : 0,
                Store = (void*)set.Pixels.Pointer,
                StoreImages = set.Pixels.Count,
                Indices = rows,
            };
            NativeMethods.ImageStatistics(context, batch, sums, squares).Check();
        }

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
}
