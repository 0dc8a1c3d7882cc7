using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Model;

/// <summary>What transfer learning gave, as a part of a training's report: a flag, then the values if there are any.</summary>
internal static class TransferSerializer
{
    private const int CandidateBytes = sizeof(float) + 2 * sizeof(double);

    public static void Write(ModelPayloadWriter writer, ResNetTransferReport? report)
    {
        writer.Write(report is null ? (byte)0 : (byte)1);
        if (report is null)
            return;
        writer.Write(report.HeadPenalty);
        writer.Write(report.HeadLoss);
        writer.Write(report.HeadAccuracy);
        writer.Write(report.Candidates.Count);
        foreach (ResNetTransferCandidate candidate in report.Candidates)
        {
            writer.Write(candidate.FineTuned);
            writer.Write(candidate.Loss);
            writer.Write(candidate.Accuracy);
        }
        writer.Write(report.FineTuned);
        ReportSerializer.Write(writer, report.ValidationLoss);
        ReportSerializer.Write(writer, report.ValidationAccuracy);
        ReportSerializer.Write(writer, report.HeadValidationLoss);
        ReportSerializer.Write(writer, report.HeadValidationAccuracy);
        writer.Write(report.HeadTime.Ticks);
        writer.Write(report.FineTuningTime.Ticks);
    }

    /// <summary>Null if there was none.</summary>
    public static ResNetTransferReport? Read(ModelPayloadReader reader) => reader.ReadByte() == 0 ? null : new()
    {
        HeadPenalty = ReportSerializer.ReadMetric(reader),
        HeadLoss = ReportSerializer.ReadMetric(reader),
        HeadAccuracy = ReportSerializer.ReadMetric(reader),
        Candidates = ReadCandidates(reader),
        FineTuned = reader.ReadSingle(),
        ValidationLoss = ReportSerializer.ReadOptional(reader),
        ValidationAccuracy = ReportSerializer.ReadOptional(reader),
        HeadValidationLoss = ReportSerializer.ReadOptional(reader),
        HeadValidationAccuracy = ReportSerializer.ReadOptional(reader),
        HeadTime = new TimeSpan(ReportSerializer.Count(reader.ReadInt64())),
        FineTuningTime = new TimeSpan(ReportSerializer.Count(reader.ReadInt64())),
    };

    private static IReadOnlyList<ResNetTransferCandidate> ReadCandidates(ModelPayloadReader reader)
    {
        int count = reader.ReadInt32();
        reader.Require((long)count * CandidateBytes);
        var candidates = new ResNetTransferCandidate[count];
        for (int i = 0; i < count; i++)
        {
            candidates[i] = new(
                reader.ReadSingle(), ReportSerializer.ReadMetric(reader), ReportSerializer.ReadMetric(reader));
        }
        return Array.AsReadOnly(candidates);
    }
}
