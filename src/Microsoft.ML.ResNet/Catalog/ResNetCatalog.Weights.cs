using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Loads a network from a safetensors file that torchvision, timm or <see cref="SaveResNetWeights"/> wrote, or from
    /// an ONNX file (<c>.onnx</c>, see <see cref="LoadResNetOnnx"/>), ready to predict.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Tensors have the names of torchvision's ResNets (<c>conv1.weight</c>, <c>bn1.running_mean</c>,
    /// <c>layer1.0.conv1.weight</c>, <c>layer2.0.downsample.0.weight</c>, <c>fc.bias</c>), those of pre-activation
    /// networks of timm's <c>ResNetV2</c> (<c>stem.conv.weight</c>, <c>stages.0.blocks.0.norm1.weight</c>,
    /// <c>head.fc.weight</c>). They are of 32, 16 or 64 bits; <c>num_batches_tracked</c> is passed over. To train on
    /// from such a file, set <see cref="ResNetClassifierEstimator.Options.InitialWeightsPath"/>.
    /// </para>
    /// <para>
    /// Images are normalised by <see cref="ResNetClassifierEstimator.Options.Normalization"/>, by default as the file
    /// says or else as <see cref="ResNetPixelNormalization.ImageNet"/>, and are images or encoded images, as
    /// <see cref="ResNetClassifierEstimator.Options.ImageColumnName"/> says, not pixels of Single.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="classNames">
    /// Names of the classes in the order of the network's outputs; null if the file tells them, as those of
    /// <see cref="SaveResNetWeights"/> do.
    /// </param>
    /// <param name="options">
    /// Of these, architecture, columns, size and resizing of images, normalisation, precision and what to do with bad
    /// images count. Null to find the architecture by the tensors and for the defaults of the others.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is none of weights or damaged, or tensors are missing, unknown or of another shape: all are named.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">There are not as many class names as classes.</exception>
    /// <example>
    /// <code>
    /// var model = mlContext.Model.LoadResNetWeights("resnet50.safetensors", File.ReadAllLines("imagenet_classes.txt"));
    /// var scored = model.Transform(images);
    /// </code>
    /// </example>
    public static ResNetClassifierTransformer LoadResNetWeights(
        this ModelOperationsCatalog catalog, string path, IReadOnlyList<string>? classNames = null,
        ResNetClassifierEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using WeightsFile file = PretrainedFile.Open(path);
        return WeightsLoading.Load(
            MlNetEnvironment.From(catalog), file, classNames, options, findArchitecture: options is null);
    }

    /// <summary>
    /// Writes a network's weights to a safetensors file with the names of torchvision's ResNets, or of timm's
    /// <c>ResNetV2</c> for pre-activation networks, so that PyTorch can load them. The normalisation (<c>mean</c>,
    /// <c>std</c> for pixels from 0 to 1) and the names of the classes are in the file's metadata.
    /// </summary>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="model">The network.</param>
    /// <param name="path">
    /// The file. It is written beside it and then renamed: a file of that name stays as it is if something fails.
    /// </param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveResNetWeights(
        this ModelOperationsCatalog catalog, ResNetClassifierTransformer model, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeTensorsWeights.Write(path, model.Model.Network, model.ClassNames);
    }
}
