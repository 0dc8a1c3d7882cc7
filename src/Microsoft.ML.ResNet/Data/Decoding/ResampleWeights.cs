namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Weights of a triangle filter along one axis: bilinear interpolation when enlarging; when shrinking, the triangle is
/// widened by the scale to prevent aliasing. Fixed-point, so that all machines decode the same bytes; the native library
/// has its own in floats (image/taps.h), for crops of training batches.
/// </summary>
internal sealed class ResampleWeights
{
    public const int FractionBits = 16;
    private const int One = 1 << FractionBits;

    private readonly int[] _starts;
    private readonly int[] _offsets;
    private readonly int[] _weights;

    /// <param name="sourceLength">Number of source samples.</param>
    /// <param name="start">Start of the range to resample, in source samples.</param>
    /// <param name="length">Length of the range.</param>
    /// <param name="count">Number of result samples.</param>
    public ResampleWeights(int sourceLength, double start, double length, int count)
    {
        double step = length / count;
        double radius = Math.Max(step, 1);
        _starts = new int[count];
        _offsets = new int[count + 1];
        var weights = new List<int>();
        for (int i = 0; i < count; i++)
        {
            double centre = start + (i + 0.5) * step;
            int first = Math.Max((int)Math.Floor(centre - radius + 0.5), 0);
            int last = Math.Min((int)Math.Ceiling(centre + radius - 0.5), sourceLength - 1);
            first = Math.Min(first, last);
            _starts[i] = first;
            _offsets[i] = weights.Count;
            AddNormalised(weights, centre, radius, first, last);
        }
        _offsets[count] = weights.Count;
        _weights = [.. weights];
    }

    /// <summary>Index of the first source sample of a result sample.</summary>
    public int GetStart(int index) => _starts[index];

    /// <summary>Weights of the consecutive source samples of a result sample; they sum to exactly 1.</summary>
    public ReadOnlySpan<int> GetWeights(int index) => _weights.AsSpan(_offsets[index].._offsets[index + 1]);

    private static void AddNormalised(List<int> weights, double centre, double radius, int first, int last)
    {
        double sum = 0;
        for (int s = first; s <= last; s++)
            sum += Triangle(s, centre, radius);
        int begin = weights.Count, total = 0, largest = begin;
        for (int s = first; s <= last; s++)
        {
            // At an edge the only sample in range may have zero weight; it then gets all of it below.
            int weight = sum > 0 ? (int)Math.Round(Triangle(s, centre, radius) / sum * One) : 0;
            weights.Add(weight);
            total += weight;
            if (weight > weights[largest])
                largest = weights.Count - 1;
        }
        weights[largest] += One - total;
    }

    private static double Triangle(int sample, double centre, double radius) =>
        Math.Max(0, 1 - Math.Abs(sample + 0.5 - centre) / radius);
}
