using System.Globalization;

namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>What a contender did while the others waited.</summary>
/// <param name="ItemsPerSecond">Its speed.</param>
/// <param name="Waited">Seconds between its last turn and this one.</param>
/// <param name="Worked">Seconds that its threads computed meanwhile: none, as it should be.</param>
internal readonly record struct Turn(double ItemsPerSecond, double Waited, double Worked)
{
    public static Turn Parse(string line)
    {
        double[] values = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return new Turn(values[0], values[1], values[2]);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ItemsPerSecond:R} {Waited:R} {Worked:R}");
}
