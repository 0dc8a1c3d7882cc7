namespace Microsoft.ML.ResNet;

/// <summary>
/// The type of the output <c>PredictedLabel</c> of an ONNX file. For multi-label models every value except
/// <see cref="None"/> gives Booleans of shape (N, classes): whether each label is predicted.
/// </summary>
public enum ResNetOnnxPredictedLabel
{
    /// <summary>
    /// The name of the class, strings of shape (N); empty where no class reaches
    /// <see cref="ResNetClassifierTransformer.Threshold"/>.
    /// </summary>
    ClassName,

    /// <summary>
    /// The value of ML.NET's key, UInt32 of shape (N): 1 for the first class, 0 where no class reaches the threshold.
    /// </summary>
    Key,

    /// <summary>
    /// The index of the class in <c>Score</c>, Int64 of shape (N): 0 for the first class, -1 where no class reaches the
    /// threshold.
    /// </summary>
    Index,

    /// <summary>No such output.</summary>
    None,
}
