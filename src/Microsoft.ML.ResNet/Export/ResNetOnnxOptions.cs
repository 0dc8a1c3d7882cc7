using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Options for an exported ONNX file, see
/// <see cref="ResNetCatalog.SaveResNetOnnx(ModelOperationsCatalog, ITransformer, string, ResNetOnnxOptions)"/>.
/// </summary>
/// <remarks>
/// With the defaults, the file can replace the model in an ML.NET pipeline whose image column contains vectors of
/// pixels: <c>mlContext.Transforms.ApplyOnnxModel(path)</c> reads the model's image column and adds <c>Score</c> and
/// <c>PredictedLabel</c>.
/// </remarks>
public sealed class ResNetOnnxOptions
{
    /// <summary>
    /// ONNX operator set version, 13 to 26. Older runtimes reject newer versions; results are the same with all.
    /// Default: the newest version that every ONNX Runtime supported by Microsoft.ML.OnnxTransformer 5.0.1 (1.23.2 and
    /// later) can read.
    /// </summary>
    public int OpsetVersion { get; set; } = OnnxVersions.DefaultOpset;

    /// <summary>Number of images per call, at least 1. Default: null, for a dynamic batch dimension <c>N</c>.</summary>
    public int? BatchSize { get; set; }

    /// <summary>Name of the input. Default: null, for the name of the model's image column.</summary>
    public string? InputName { get; set; }

    /// <summary>
    /// Name of the output with the probabilities, Single of shape (N, classes). Default: null, for the name of the
    /// model's column, usually <c>Score</c>.
    /// </summary>
    public string? ScoreName { get; set; }

    /// <summary>
    /// Name of the output with the prediction. Default: null, for the name of the model's column, usually
    /// <c>PredictedLabel</c>.
    /// </summary>
    public string? PredictedLabelName { get; set; }

    /// <summary>
    /// Name of an output with the values before softmax or sigmoid, Single of shape (N, classes). Default: null, for no
    /// such output.
    /// </summary>
    public string? LogitsName { get; set; }

    /// <summary>Type of the prediction. Default: <see cref="ResNetOnnxPredictedLabel.ClassName"/>.</summary>
    public ResNetOnnxPredictedLabel PredictedLabel { get; set; } = ResNetOnnxPredictedLabel.ClassName;

    /// <summary>
    /// Order of the input's values: <see cref="ResNetPixelLayout.Planar"/> is (N, channels, height, width),
    /// <see cref="ResNetPixelLayout.Interleaved"/> (N, height, width, channels). Default: null, for the layout that the model
    /// was trained with (<see cref="ResNetClassifierEstimator.Options.PixelLayout"/>).
    /// </summary>
    public ResNetPixelLayout? PixelLayout { get; set; }

    /// <summary>
    /// Whether the input has type uint8 instead of Single: a quarter of the size, and the type that
    /// <c>ExtractPixels(outputAsFloatArray: false)</c> returns. Default: false.
    /// </summary>
    public bool BytePixels { get; set; }

    /// <summary>
    /// Whether batch normalization is folded into the convolutions, which is faster; otherwise the file has
    /// <c>BatchNormalization</c> nodes, which suits further training. Normalization that precedes a convolution, in
    /// pre-activation networks, is always a node; quantized models are always folded. Default: true.
    /// </summary>
    public bool FoldBatchNormalization { get; set; } = true;

    /// <summary>
    /// For quantized models, whether the operands of residual additions are quantized as well. ONNX Runtime uses integer
    /// arithmetic only between quantized values, and is much faster with it; scores then differ from the model's by a
    /// few hundredths at most. Without it the file computes exactly what the model does, which suits TensorRT and other
    /// runtimes that add before they round. Default: true.
    /// </summary>
    public bool QuantizeSums { get; set; } = true;

    /// <summary>
    /// Whether a node <c>mlnet.Score.SlotNames</c> contains the class names, as in ML.NET's own files. For runtimes
    /// without the <c>ai.onnx.ml</c> operators (TensorRT, OpenVINO), set it to false and <see cref="PredictedLabel"/> to
    /// <see cref="ResNetOnnxPredictedLabel.Index"/> or <see cref="ResNetOnnxPredictedLabel.None"/>. The file's metadata
    /// always contains the names. Default: true.
    /// </summary>
    public bool SlotNames { get; set; } = true;
}
