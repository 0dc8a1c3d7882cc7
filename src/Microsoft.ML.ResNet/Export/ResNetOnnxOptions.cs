using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML.ResNet;

/// <summary>
/// What an ONNX file gives and takes, see
/// <see cref="ResNetCatalog.SaveResNetOnnx(ModelOperationsCatalog, ITransformer, string, ResNetOnnxOptions)"/>.
/// </summary>
/// <remarks>
/// With everything at its default the file takes the place of the model in an ML.NET pipeline whose image column holds
/// vectors of pixels: <c>mlContext.Transforms.ApplyOnnxModel(path)</c> reads the model's image column and gives
/// <c>Score</c> and <c>PredictedLabel</c>.
/// </remarks>
public sealed class ResNetOnnxOptions
{
    /// <summary>
    /// Version of ONNX's operators, 13 to 26. Runtimes that are older than a version refuse it; results are the same
    /// with all. The default is the newest that every ONNX Runtime which Microsoft.ML.OnnxTransformer 5.0.1 accepts
    /// (1.23.2 and later) can read.
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
    /// The order of the input's values: <see cref="ResNetPixelLayout.Planar"/> is (N, channels, height, width),
    /// <see cref="ResNetPixelLayout.Interleaved"/> (N, height, width, channels). Null for what the model was trained with
    /// (<see cref="ResNetClassifierEstimator.Options.PixelLayout"/>), planar unless said otherwise.
    /// </summary>
    public ResNetPixelLayout? PixelLayout { get; set; }

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
    /// Of a quantised model, whether what a block adds up is rounded to bytes as well. ONNX Runtime computes with
    /// integers only between bytes, and is faster by far with it; scores then differ from the model's by what that
    /// rounding costs, a few hundredths at most. Without it the numbers are the model's own, which suits TensorRT and
    /// other runtimes that add before they round.
    /// </summary>
    public bool QuantizeSums { get; set; } = true;

    /// <summary>
    /// Whether the names of the classes are in a node <c>mlnet.Score.SlotNames</c>, as ML.NET's own files have them.
    /// Set it to false, and <see cref="PredictedLabel"/> to <see cref="ResNetOnnxPredictedLabel.Index"/> or
    /// <see cref="ResNetOnnxPredictedLabel.None"/>, for runtimes that know none of the operators <c>ai.onnx.ml</c>
    /// (TensorRT, OpenVINO). The names are in the file's metadata in any case.
    /// </summary>
    public bool SlotNames { get; set; } = true;
}
