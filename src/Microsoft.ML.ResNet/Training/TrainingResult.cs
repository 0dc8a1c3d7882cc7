namespace Microsoft.ML.ResNet;

/// <summary>What training gives.</summary>
/// <param name="Model">The trained network.</param>
/// <param name="Epochs">What every epoch achieved, those of earlier runs of a resumed training included.</param>
internal sealed record TrainingResult(ResNetModel Model, IReadOnlyList<ResNetEpochMetrics> Epochs);
