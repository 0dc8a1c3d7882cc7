namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>The columns of a finished or running epoch as text.</summary>
internal sealed record TrainingRow(
    string Epoch, string Loss, string Accuracy, string Validation, string LearningRate, string Speed, string TimeLeft)
{
    public static TrainingRow From(ResNetEpochMetrics m) => CreateRow(
        $"{m.Epoch}/{m.Epochs}", m.TrainLoss, m.TrainAccuracy, m.ValidationAccuracy, m.LearningRate, m.ImagesPerSecond,
        m.Remaining);

    public static TrainingRow From(ResNetProgress p) => CreateRow(
        $"{p.Epoch}/{p.Epochs} {100 * p.ImagesSeen / Math.Max(1, p.Images)} %", p.Loss, p.Accuracy, null, p.LearningRate,
        p.ImagesPerSecond, p.Remaining);

    private static TrainingRow CreateRow(
        string epoch, double loss, double accuracy, double? validation, float learningRate, double imagesPerSecond,
        TimeSpan remaining) =>
        new(epoch, $"{loss:F4}", $"{100 * accuracy:F1} %", validation is null ? "" : $"{100 * validation:F1} %",
            $"{learningRate:G3}", $"{imagesPerSecond:F0}", Format.Duration(remaining));
}
