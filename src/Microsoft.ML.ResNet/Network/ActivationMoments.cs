namespace Microsoft.ML.ResNet;

/// <summary>Mean and variance of every channel of a unit's output, over images and pixels.</summary>
internal sealed class ActivationMoments(NetworkLayout layout) : INetworkObserver
{
    private sealed record Sums(double[] First, double[] Second)
    {
        public long Count { get; set; }
    }

    private readonly Sums[] _units = [.. layout.Units.Select(unit => NewSums(unit.Convolution.OutChannels))];

    public void OnOutput(int unit, ReadOnlySpan<float> values)
    {
        (double[] first, double[] second) = _units[unit];
        for (int row = 0; row < values.Length; row += first.Length)
        {
            ReadOnlySpan<float> pixel = values.Slice(row, first.Length);
            for (int c = 0; c < pixel.Length; c++)
            {
                double value = pixel[c];
                first[c] += value;
                second[c] += value * value;
            }
        }
        _units[unit].Count += values.Length / first.Length;
    }

    /// <summary>The moments of a channel; the variance is the unbiased one, as batch normalisation keeps it.</summary>
    public (double Mean, double Variance) Of(int unit, int channel)
    {
        Sums sums = _units[unit];
        double mean = sums.First[channel] / sums.Count;
        double squares = sums.Second[channel] - sums.Count * mean * mean;
        return (mean, Math.Max(0, squares) / Math.Max(1, sums.Count - 1));
    }

    private static Sums NewSums(int channels) => new(new double[channels], new double[channels]);
}
