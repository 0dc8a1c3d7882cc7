namespace Microsoft.ML.ResNet.Network;

/// <summary>Measures the standard deviation of every unit's responses over images, pixels and channels.</summary>
internal sealed class ResponseMoments(int units) : INetworkObserver
{
    private readonly double[] _sums = new double[units], _squares = new double[units];
    private readonly long[] _counts = new long[units];

    public bool WantsResponses => true;

    public void OnResponse(int unit, ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }
        _sums[unit] += sum;
        _squares[unit] += squares;
        _counts[unit] += values.Length;
    }

    public double StandardDeviation(int unit)
    {
        double mean = _sums[unit] / _counts[unit];
        return Math.Sqrt(Math.Max(0, _squares[unit] / _counts[unit] - mean * mean));
    }
}
