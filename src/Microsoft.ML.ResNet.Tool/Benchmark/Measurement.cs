namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Repeated measurements: the median and the quartiles.</summary>
internal sealed record Measurement(double Median, double LowerQuartile, double UpperQuartile, int Repetitions)
{
    public static Measurement From(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new(At(0.5), At(0.25), At(0.75), sorted.Length);

        double At(double part)
        {
            double place = part * (sorted.Length - 1);
            int below = (int)place;
            return sorted[below] + (place - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
        }
    }
}
