namespace Microsoft.ML.ResNet.Reports;

/// <summary>Counts predictions by probability in bins of equal width: (0, 1/n], (1/n, 2/n], ...</summary>
internal sealed class ReliabilityBins(int count)
{
    private readonly long[] _counts = new long[count], _right = new long[count];
    private readonly double[] _probabilities = new double[count];

    public int Count => count;

    public long Total { get; private set; }

    public void Add(double probability, bool isRight)
    {
        int bin = Math.Clamp((int)Math.Ceiling(probability * count) - 1, 0, count - 1);
        _counts[bin]++;
        _right[bin] += isRight ? 1 : 0;
        _probabilities[bin] += probability;
        Total++;
    }

    public long Predictions(int bin) => _counts[bin];

    /// <summary>Fraction of correct predictions in a bin, which must not be empty.</summary>
    public double Accuracy(int bin) => (double)_right[bin] / _counts[bin];

    /// <summary>Mean probability in a bin, which must not be empty.</summary>
    public double Confidence(int bin) => _probabilities[bin] / _counts[bin];

    /// <summary>Mean over the predictions of their bin's |accuracy - confidence|.</summary>
    public double ExpectedCalibrationError => Enumerable.Range(0, count).Where(bin => _counts[bin] > 0).Sum(
        bin => (double)_counts[bin] / Total * Math.Abs(Accuracy(bin) - Confidence(bin)));
}
