using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Loads a residual network from an ONNX file that <c>SaveResNetOnnx</c>, PyTorch or another exporter wrote, ready
    /// to predict and to be trained on. Its architecture is found by the graph.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The graph is taken apart into what our networks are made of: normalisation of the images, stem, stages of equal
    /// blocks (two or three convolutions; shortcuts of any <see cref="ResNetShortcut"/>; groups,
    /// squeeze-and-excitation, pre-activation), global average pooling, one linear layer, softmax or sigmoid. Batch
    /// normalisation may be there or be folded into the convolutions. Weights are of 16, 32 or 64 bits, in the file or
    /// in files beside it.
    /// </para>
    /// <para>
    /// The names of the classes, the size of the images and their normalisation are taken from the file where it tells
    /// them; a file without a normalisation is taken to want that of <see cref="ResNetPixelNormalization.ImageNet"/>. Images
    /// are images or encoded images, as <see cref="ResNetClassifierEstimator.Options.ImageColumnName"/> says, or bytes
    /// of pixels.
    /// </para>
    /// <para>
    /// To train on, give the classifier to <c>Fit</c> as the previous model, and its
    /// <see cref="ResNetClassifierTransformer.Architecture"/> to the options.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="classNames">
    /// Names of the classes in the order of the network's outputs; null if the file tells them.
    /// </param>
    /// <param name="options">
    /// Of these, columns, size and resizing of images, normalisation, precision and what to do with bad images count.
    /// Null for the defaults.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is no ONNX file or damaged; or its network is none of ours: the first node that does not fit is named
    /// with its operator and the reason.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">
    /// There are not as many class names as classes, or none at all; an option is out of its range.
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
            MlNetEnvironment.From(catalog), file, classNames, options, findArchitecture: true);
    }
}
