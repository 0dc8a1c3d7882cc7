using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace ModelSelection;

/// <summary>Writes the result as JSON.</summary>
internal static class Summary
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void Write(
        string path, ResNetExperimentResult result, double accuracy, DefaultResult? comparison)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        OutputFile.Write(path, JsonSerializer.Serialize(
            new
            {
                TestAccuracy = accuracy,
                Seconds = Math.Round(result.Duration.TotalSeconds, 2),
                StopReason = $"{result.StopReason}",
                result.BestTrial.TrialId,
                ValidationAccuracy = result.BestTrial.Metric,
                Trials = result.Trials.Select(trial => new
                {
                    trial.TrialId,
                    State = $"{trial.State}",
                    trial.Rungs,
                    Epochs = Math.Round(trial.Epochs, 3),
                    trial.Metric,
                    Seconds = Math.Round(trial.Duration.TotalSeconds, 2),
                    ImagesPerSecond = Math.Round(trial.ImagesPerSecond),
                    trial.MemoryMB,
                    trial.Parameters,
                    trial.Error,
                }),
                Default = comparison is null ? null : new
                {
                    comparison.Architecture,
                    comparison.Epochs,
                    Seconds = Math.Round(comparison.Duration.TotalSeconds, 2),
                    TestAccuracy = comparison.Accuracy,
                },
            },
            s_json) + Environment.NewLine);
    }
}
