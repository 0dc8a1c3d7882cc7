namespace Microsoft.ML.ResNet;

/// <summary>What each phase of a transfer learning gave; see <see cref="ResNetTransferLearning"/>.</summary>
public sealed record ResNetTransferReport
{
    /// <summary>The L2 penalty of the head, chosen by cross-validation over the training set.</summary>
    public required double HeadPenalty { get; init; }

    /// <summary>The head's mean cross-entropy in nats over the images that cross-validation held out.</summary>
    public required double HeadLoss { get; init; }

    /// <summary>The part of the images that cross-validation held out which the head classified right: 0 to 1.</summary>
    public required double HeadAccuracy { get; init; }

    /// <summary>
    /// How networks between the one with the solved head and the fine-tuned one did on held-out images; empty without
    /// fine-tuning.
    /// </summary>
    public required IReadOnlyList<ResNetTransferCandidate> Candidates { get; init; }

    /// <summary>
    /// Where the model is between the network with the solved head, 0, and the fine-tuned one, 1: one of
    /// <see cref="Candidates"/>.
    /// </summary>
    public required float FineTuned { get; init; }

    /// <summary>The model's mean cross-entropy over the validation images, in nats; null without them.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The part of the validation images that the model classified right; null without them.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>As <see cref="ValidationLoss"/>, of the network with the solved head.</summary>
    public double? HeadValidationLoss { get; init; }

    /// <summary>As <see cref="ValidationAccuracy"/>, of the network with the solved head.</summary>
    public double? HeadValidationAccuracy { get; init; }

    /// <summary>The time that the features and the head took.</summary>
    public required TimeSpan HeadTime { get; init; }

    /// <summary>The time that fine-tuning took, both trainings included.</summary>
    public required TimeSpan FineTuningTime { get; init; }
}

/// <summary>A network between one with a solved head and its fine-tuned form.</summary>
/// <param name="FineTuned">Its place: 0 for the solved head, 1 for the fine-tuned network.</param>
/// <param name="Loss">Mean cross-entropy over the held-out images, in nats.</param>
/// <param name="Accuracy">The part of the held-out images that were right.</param>
public sealed record ResNetTransferCandidate(float FineTuned, double Loss, double Accuracy);
