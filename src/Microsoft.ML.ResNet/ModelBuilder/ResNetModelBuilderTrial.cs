namespace Microsoft.ML.ResNet;

/// <summary>A trial that Model Builder has run and recorded in the configuration's <c>RunHistory</c>.</summary>
public sealed class ResNetModelBuilderTrial
{
    internal ResNetModelBuilderTrial()
    {
    }

    /// <summary>Model Builder's name of the trainer, such as "ImageClassificationMulti".</summary>
    public required string TrainerName { get; init; }

    /// <summary>The trial's metric; NaN if the file does not contain it.</summary>
    public required double Score { get; init; }

    /// <summary>Duration of the trial.</summary>
    public required TimeSpan Runtime { get; init; }
}
