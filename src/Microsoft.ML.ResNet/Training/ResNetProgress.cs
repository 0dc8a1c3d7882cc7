namespace Microsoft.ML.ResNet;

/// <summary>Progress within a training epoch.</summary>
public sealed class ResNetProgress
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Number of epochs of the whole training.</summary>
    public required int Epochs { get; init; }

    /// <summary>Training images seen in this epoch.</summary>
    public required long ImagesSeen { get; init; }

    /// <summary>Training images in an epoch.</summary>
    public required long Images { get; init; }

    /// <summary>Mean cross-entropy over the images seen in this epoch, in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Fraction of the images seen in this epoch that were classified correctly, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The learning rate of the latest mini-batch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Training images per second in this epoch.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Estimated time until training ends.</summary>
    public required TimeSpan Remaining { get; init; }
}
