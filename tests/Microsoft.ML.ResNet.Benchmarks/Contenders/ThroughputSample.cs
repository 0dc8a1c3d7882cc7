using System.Globalization;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>One measurement of a contender's speed, and what its process did while it should have been idle.</summary>
/// <param name="ItemsPerSecond">Speed.</param>
/// <param name="IdleSeconds">Time since the previous sample.</param>
/// <param name="IdleProcessorSeconds">Processor time used meanwhile; should be 0.</param>
internal readonly record struct ThroughputSample(
    double ItemsPerSecond, double IdleSeconds, double IdleProcessorSeconds)
{
    public static ThroughputSample Parse(string line)
    {
        double[] values = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return new ThroughputSample(values[0], values[1], values[2]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{ItemsPerSecond:R} {IdleSeconds:R} {IdleProcessorSeconds:R}");
}
