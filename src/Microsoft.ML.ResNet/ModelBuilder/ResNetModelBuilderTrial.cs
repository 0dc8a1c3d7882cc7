namespace Microsoft.ML.ResNet;

/// <summary>A training that Model Builder has run and noted in its configuration's <c>RunHistory</c>.</summary>
public sealed class ResNetModelBuilderTrial
{
    internal ResNetModelBuilderTrial()
    {
    }

    /// <summary>Model Builder's name of the trainer, such as "ImageClassificationMulti".</summary>
    public required string TrainerName { get; init; }

    /// <summary>What its metric came to; NaN where the file does not say.</summary>
    public required double Score { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Runtime { get; init; }
}
