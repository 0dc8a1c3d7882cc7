namespace Microsoft.ML.ResNet;

/// <summary>What an ONNX file gives and takes, see <see cref="ResNetCatalog"/>.</summary>
/// <remarks>
/// With everything at its default the file takes the place of the model in an ML.NET pipeline whose image column holds
/// vectors of pixels: <c>mlContext.Transforms.ApplyOnnxModel(path)</c> reads the model's image column and gives
/// <c>Score</c> and <c>PredictedLabel</c>.
/// </remarks>
public sealed class ResNetOnnxOptions
{
    /// <summary>
    /// Version of ONNX's operators, 13 to 23. Runtimes that are older than a version refuse it; results are the same
    /// with all.
    /// </summary>
    public int OpsetVersion { get; set; } = OnnxVersions.DefaultOpset;

    /// <summary>Images that are scored at once, at least 1; null for any number, which the file calls <c>N</c>.</summary>
    public int? BatchSize { get; set; }

    /// <summary>Name of the input; null for the model's image column.</summary>
    public string? InputName { get; set; }

    /// <summary>
    /// Name of the output with the probabilities, (N, classes) of Single; null for the model's column, by default
    /// <c>Score</c>.
    /// </summary>
    public string? ScoreName { get; set; }

    /// <summary>Name of the output with the prediction; null for the model's column, by default
    /// <c>PredictedLabel</c>.</summary>
    public string? PredictedLabelName { get; set; }

    /// <summary>
    /// Name of an output with the values before softmax or sigmoid, (N, classes) of Single; null for none.
    /// </summary>
    public string? LogitsName { get; set; }

    /// <summary>What the prediction is.</summary>
    public ResNetOnnxPredictedLabel PredictedLabel { get; set; } = ResNetOnnxPredictedLabel.ClassName;

    /// <summary>
    /// The order of the input's values: <see cref="PixelLayout.Planar"/> is (N, channels, height, width),
    /// <see cref="PixelLayout.Interleaved"/> (N, height, width, channels). Null for what the model was trained with
    /// (<see cref="ResNetClassifierEstimator.Options.PixelLayout"/>), planar unless said otherwise.
    /// </summary>
    public PixelLayout? PixelLayout { get; set; }

    /// <summary>
    /// Whether the input is of bytes (uint8) instead of Single: a quarter to send, and what
    /// <c>ExtractPixels(outputAsFloatArray: false)</c> gives.
    /// </summary>
    public bool BytePixels { get; set; }

    /// <summary>
    /// Whether batch normalisation is in the weights and biases of the convolutions, which is faster; else the file has
    /// <c>BatchNormalization</c> nodes, as is good for training on. That before a convolution, in pre-activation
    /// networks, is a node either way; that of a quantised model is always folded.
    /// </summary>
    public bool FoldBatchNormalization { get; set; } = true;

    /// <summary>
    /// Whether the names of the classes are in a node <c>mlnet.Score.SlotNames</c>, as ML.NET's own files have them.
    /// Set it to false, and <see cref="PredictedLabel"/> to <see cref="ResNetOnnxPredictedLabel.Index"/> or
    /// <see cref="ResNetOnnxPredictedLabel.None"/>, for runtimes that know none of the operators <c>ai.onnx.ml</c>
    /// (TensorRT, OpenVINO). The names are in the file's metadata in any case.
    /// </summary>
    public bool SlotNames { get; set; } = true;
}
