using System.Diagnostics;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>A line for each epoch, and one every 15 seconds within a long epoch.</summary>
internal sealed class PlainTraining : ITrainingDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    public T Run<T>(Func<T> train) => train();

    public void ShowProgress(ResNetProgress progress)
    {
        if (_sinceLine.Elapsed >= Interval)
            Write(TrainingRow.From(progress));
    }

    public void ShowEpoch(ResNetEpochMetrics metrics) => Write(TrainingRow.From(metrics));

    private void Write(TrainingRow row)
    {
        Console.WriteLine($"epoch {row.Epoch}  loss {row.Loss}  accuracy {row.Accuracy}"
            + (row.Validation.Length > 0 ? $"  validation {row.Validation}" : "")
            + $"  learning rate {row.LearningRate}  {row.Speed} images/s  {row.TimeLeft} left");
        _sinceLine.Restart();
    }
}
