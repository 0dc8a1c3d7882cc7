using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Model;

/// <summary>Writes and reads a classifier's training report: a flag, then the report if there is one.</summary>
internal static class ReportSerializer
{
    // Two numbers, loss and accuracy, the flags of five absent values, learning rate, speed and two times.
    private const int MinimumEpochBytes =
        2 * sizeof(int) + 2 * sizeof(double) + 5 + sizeof(float) + sizeof(double) + 2 * sizeof(long);

    public static void Write(ModelPayloadWriter writer, ResNetTrainingReport? report)
    {
        writer.Write(report is null ? (byte)0 : (byte)1);
        if (report is null)
            return;
        writer.Write(report.TrainingImages);
        writer.Write(report.ValidationImages);
        writer.Write(report.SkippedBadImages);
        writer.Write(report.SkippedMissingLabels);
        writer.Write(report.Seed);
        writer.Write((int)report.StopReason);
        writer.Write(report.ModelEpoch);
        writer.Write(report.Epochs.Count);
        foreach (ResNetEpochMetrics epoch in report.Epochs)
            Write(writer, epoch);
        TransferSerializer.Write(writer, report.Transfer);
    }

    /// <summary>Null if the model has no report.</summary>
    public static ResNetTrainingReport? Read(ModelPayloadReader reader)
    {
        if (reader.ReadByte() == 0)
            return null;
        var report = new ResNetTrainingReport
        {
            TrainingImages = Count(reader.ReadInt64()),
            ValidationImages = Count(reader.ReadInt64()),
            SkippedBadImages = Count(reader.ReadInt64()),
            SkippedMissingLabels = Count(reader.ReadInt64()),
            Seed = reader.ReadInt32(),
            StopReason = reader.ReadEnum<ResNetTrainingStopReason>(),
            ModelEpoch = (int)Count(reader.ReadInt32()),
            Epochs = ReadEpochs(reader),
            Transfer = TransferSerializer.Read(reader),
        };
        // The model of a cancelled training may come from an unfinished epoch.
        return report.ModelEpoch <= report.Epochs.Count + 1
            ? report
            : throw new InvalidDataException(
                $"The model is from epoch {report.ModelEpoch}, but there are {report.Epochs.Count}.");
    }

    private static void Write(ModelPayloadWriter writer, ResNetEpochMetrics epoch)
    {
        writer.Write(epoch.Epoch);
        writer.Write(epoch.Epochs);
        writer.Write(epoch.TrainLoss);
        writer.Write(epoch.TrainAccuracy);
        Write(writer, epoch.ValidationLoss);
        Write(writer, epoch.ValidationAccuracy);
        Write(writer, epoch.TrainMicroF1);
        Write(writer, epoch.ValidationMicroF1);
        Write(writer, epoch.ValidationMeanAveragePrecision);
        writer.Write(epoch.LearningRate);
        writer.Write(epoch.ImagesPerSecond);
        writer.Write(epoch.Elapsed.Ticks);
        writer.Write(epoch.Remaining.Ticks);
    }

    internal static void Write(ModelPayloadWriter writer, double? value)
    {
        writer.Write(value is null ? (byte)0 : (byte)1);
        if (value is { } present)
            writer.Write(present);
    }

    private static IReadOnlyList<ResNetEpochMetrics> ReadEpochs(ModelPayloadReader reader)
    {
        int count = reader.ReadInt32();
        reader.Require((long)count * MinimumEpochBytes);
        var epochs = new ResNetEpochMetrics[count];
        for (int i = 0; i < count; i++)
        {
            epochs[i] = ReadEpoch(reader);
            if (epochs[i].Epoch != i + 1 || epochs[i].Epochs <= i)
            {
                throw new InvalidDataException(
                    $"Entry {i + 1} of its metrics is for epoch {epochs[i].Epoch} of {epochs[i].Epochs}.");
            }
        }
        return Array.AsReadOnly(epochs);
    }

    private static ResNetEpochMetrics ReadEpoch(ModelPayloadReader reader) => new()
    {
        Epoch = reader.ReadInt32(),
        Epochs = reader.ReadInt32(),
        TrainLoss = ReadMetric(reader),
        TrainAccuracy = ReadMetric(reader),
        ValidationLoss = ReadOptional(reader),
        ValidationAccuracy = ReadOptional(reader),
        TrainMicroF1 = ReadOptional(reader),
        ValidationMicroF1 = ReadOptional(reader),
        ValidationMeanAveragePrecision = ReadOptional(reader),
        LearningRate = reader.ReadSingle(),
        ImagesPerSecond = ReadMetric(reader),
        Elapsed = new TimeSpan(Count(reader.ReadInt64())),
        Remaining = new TimeSpan(Count(reader.ReadInt64())),
    };

    internal static double? ReadOptional(ModelPayloadReader reader) =>
        reader.ReadByte() == 0 ? null : ReadMetric(reader);

    // A mean over no images is NaN; no measured value is infinite.
    internal static double ReadMetric(ModelPayloadReader reader)
    {
        double value = reader.ReadDouble();
        return double.IsInfinity(value) ? throw new InvalidDataException("One of its metrics is infinite.") : value;
    }

    internal static long Count(long value) => value >= 0
        ? value
        : throw new InvalidDataException($"A count or duration in its training report is {value}.");
}
