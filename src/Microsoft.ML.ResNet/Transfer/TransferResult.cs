using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>What transfer learning gives.</summary>
/// <param name="Model">The network.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="Epochs">What the epochs of the final fine-tuning achieved; empty if there was none.</param>
/// <param name="Report">What each phase gave.</param>
internal sealed record TransferResult(
    ResNetModel Model, ResNetTrainingStopReason StopReason, IReadOnlyList<ResNetEpochMetrics> Epochs,
    ResNetTransferReport Report);
