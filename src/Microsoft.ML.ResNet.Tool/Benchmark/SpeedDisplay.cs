namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>A line for each measurement.</summary>
internal static class SpeedDisplay
{
    public static void Write(ScoringSpeed speed)
    {
        Write("predictions, many", speed.Many, "images/s");
        Write("predictions, one at a time", speed.One, "ms");
        Console.WriteLine($"{"peak memory",-28} {CommandLine.Memory.PeakMB,10:F0} MB");
    }

    public static void Write(string what, Measured value, string unit) => Console.WriteLine(
        $"{what,-28} {value.Median,10:G4} {unit}  (middle half {value.LowerQuartile:G4} to {value.UpperQuartile:G4}, "
        + $"{value.Repetitions} repetitions)");
}
