namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>The properties of a model.</summary>
internal sealed record ModelSummary
{
    public required string Architecture { get; init; }
    public required long Parameters { get; init; }
    public required IReadOnlyList<string> Classes { get; init; }
    public required bool MultiLabel { get; init; }

    /// <summary>Minimum probability for a class to be predicted.</summary>
    public required float Threshold { get; init; }

    public required int ImageWidth { get; init; }
    public required int ImageHeight { get; init; }
    public required int ImageChannels { get; init; }
    public required ResNetPrecision Precision { get; init; }
    public required ResNetTestTimeAugmentation TestTimeAugmentation { get; init; }
    public required string WeightsSha256 { get; init; }

    public static ModelSummary From(ResNetClassifierTransformer classifier) => new()
    {
        Architecture = classifier.Architecture.Name,
        Parameters = classifier.ParameterCount,
        Classes = classifier.ClassNames,
        MultiLabel = classifier.IsMultiLabel,
        Threshold = classifier.Threshold,
        ImageWidth = classifier.ImageWidth,
        ImageHeight = classifier.ImageHeight,
        ImageChannels = classifier.ImageChannels,
        Precision = classifier.Precision,
        TestTimeAugmentation = classifier.TestTimeAugmentation,
        WeightsSha256 = classifier.WeightsSha256,
    };
}
