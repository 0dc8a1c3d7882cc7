using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Loads a residual network from an ONNX file written by <c>SaveResNetOnnx</c>, PyTorch or another exporter, ready
    /// for prediction and fine-tuning. The architecture is detected from the graph.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The graph is parsed into the components of our networks: image normalization, stem, stages of equal blocks (two
    /// or three convolutions; shortcuts of any <see cref="ResNetShortcut"/>; groups, squeeze-and-excitation,
    /// pre-activation), global average pooling, one linear layer, softmax or sigmoid. Batch normalization may be
    /// present or folded into the convolutions. Weights may have 16, 32 or 64 bits and be stored in the file or in
    /// external data files.
    /// </para>
    /// <para>
    /// Class names, image size and normalization are read from the file if it contains them. Without a normalization,
    /// <see cref="ResNetPixelNormalization.ImageNet"/> is assumed. The image column holds MLImage, encoded images (see
    /// <see cref="ResNetClassifierEstimator.Options.ImageColumnName"/>) or pixels as bytes.
    /// </para>
    /// <para>
    /// To fine-tune, pass the classifier to <c>Fit</c> as the previous model, and set its
    /// <see cref="ResNetClassifierTransformer.Architecture"/> in the options.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="classNames">
    /// Class names in the order of the network's outputs; null if the file contains them.
    /// </param>
    /// <param name="options">
    /// Only columns, image size, resizing, normalization, precision and bad image policy are used. Null for the
    /// defaults.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is not an ONNX file or is damaged, or its network is not supported. The message names the first
    /// unsupported node, its operator and the reason.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">
    /// The number of class names is wrong, or there are none; or an option is out of range.
    /// </exception>
    /// <example>
    /// <code>
    /// var model = mlContext.Model.LoadResNetOnnx("resnet50.onnx", File.ReadAllLines("imagenet_classes.txt"));
    /// var scored = model.Transform(images);
    /// </code>
    /// </example>
    public static ResNetClassifierTransformer LoadResNetOnnx(
        this ModelOperationsCatalog catalog, string path, IReadOnlyList<string>? classNames = null,
        ResNetClassifierEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using OnnxWeights file = new(path);
        return WeightsLoading.Load(
            MlNetEnvironment.From(catalog), file, classNames, options);
    }
}
