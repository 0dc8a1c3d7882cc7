using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>What training gives.</summary>
/// <param name="Model">The trained network.</param>
/// <param name="ModelEpoch">The epoch, from 1, that the model is of.</param>
/// <param name="StopReason">Why training ended.</param>
/// <param name="Epochs">What every epoch achieved, those of earlier runs of a resumed training included.</param>
internal sealed record TrainingResult(
    ResNetModel Model, int ModelEpoch, ResNetTrainingStopReason StopReason, IReadOnlyList<ResNetEpochMetrics> Epochs);
