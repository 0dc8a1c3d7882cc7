namespace Microsoft.ML.ResNet;

/// <summary>
/// What the output <c>PredictedLabel</c> of an ONNX file is. A model that predicts any number of labels gives Booleans
/// of (N, classes), whether each label applies, whichever of these is chosen but <see cref="None"/>.
/// </summary>
public enum ResNetOnnxPredictedLabel
{
    /// <summary>
    /// The name of the class, (N) of texts; the empty text where no class reaches
    /// <see cref="ResNetClassifierTransformer.Threshold"/>.
    /// </summary>
    ClassName,

    /// <summary>
    /// The value that ML.NET's key has, (N) of UInt32: 1 for the first class, 0 where no class reaches the threshold.
    /// </summary>
    Key,

    /// <summary>
    /// The place of the class in <c>Score</c>, (N) of Int64: 0 for the first class, -1 where none reaches the threshold.
    /// </summary>
    Index,

    /// <summary>There is no such output.</summary>
    None,
}
