namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// The keys of a file's metadata, with <see cref="Weights.WeightsFile.ClassesKey"/>.
/// </summary>
internal static class OnnxMetadata
{
    public const string Architecture = "architecture";

    /// <summary>How outputs become probabilities, for people; the graph says it too.</summary>
    public const string Probabilities = "probabilities";

    public const string Threshold = "threshold";

    public const string Resizing = "resizing";
}
