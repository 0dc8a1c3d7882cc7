using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Result of a training run.</summary>
/// <param name="Model">The trained network.</param>
/// <param name="ModelEpoch">The epoch, from 1, that the model comes from.</param>
/// <param name="StopReason">Why training ended.</param>
/// <param name="Epochs">Metrics of every epoch, including those of earlier runs of a resumed training.</param>
internal sealed record TrainingResult(
    ResNetModel Model, int ModelEpoch, ResNetTrainingStopReason StopReason, IReadOnlyList<ResNetEpochMetrics> Epochs);
