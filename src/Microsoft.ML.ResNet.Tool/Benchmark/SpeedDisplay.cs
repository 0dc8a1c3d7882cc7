namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Prints a line for each measurement.</summary>
internal static class SpeedDisplay
{
    public static void Write(ScoringSpeed speed)
    {
        Write("predictions, batched", speed.Batched, "images/s");
        Write("predictions, one at a time", speed.Single, "ms");
        Console.WriteLine($"{"peak memory",-28} {CommandLine.Memory.PeakMB,10:F0} MB");
    }

    public static void Write(string name, Measurement value, string unit) => Console.WriteLine(
        $"{name,-28} {value.Median,10:G4} {unit}  (quartiles {value.LowerQuartile:G4} to {value.UpperQuartile:G4}, "
        + $"{value.Repetitions} repetitions)");
}
