using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Loads a network, ready for prediction, from a weights file: safetensors, also in several files with an index; a file
    /// that <c>torch.save</c> wrote (<c>.pth</c>, <c>.pt</c>, <c>.bin</c>); or ONNX, see <see cref="LoadResNetOnnx"/>. The
    /// format is detected from the content.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Tensors have the names of torchvision's ResNets (<c>conv1.weight</c>, <c>bn1.running_mean</c>,
    /// <c>layer1.0.conv1.weight</c>, <c>layer2.0.downsample.0.weight</c>, <c>fc.bias</c>), or for pre-activation
    /// networks of timm's <c>ResNetV2</c> (<c>stem.conv.weight</c>, <c>stages.0.blocks.0.norm1.weight</c>,
    /// <c>head.fc.weight</c>), or those of Hugging Face's <c>transformers</c>
    /// (<c>resnet.embedder.embedder.convolution.weight</c>), also behind prefixes such as <c>module.</c>, <c>model.</c>,
    /// <c>backbone.</c> and <c>encoder.</c>, and in PyTorch files under <c>state_dict</c>, <c>model</c>, <c>net</c> or
    /// <c>ema</c>. They may have 16, 32 or 64 bits; <c>num_batches_tracked</c> is ignored. Nothing in a PyTorch file is
    /// executed: other contents than tensors, dictionaries and plain values are refused by name. To fine-tune from a
    /// file, set <see cref="ResNetClassifierEstimator.Options.Pretrained"/>.
    /// </para>
    /// <para>
    /// Images are normalized by <see cref="ResNetClassifierEstimator.Options.Normalization"/>; the default is the
    /// file's normalization or else <see cref="ResNetPixelNormalization.ImageNet"/>. The image column holds MLImage or
    /// encoded images, see <see cref="ResNetClassifierEstimator.Options.ImageColumnName"/>, not pixels of Single.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="path">The file.</param>
    /// <param name="classNames">
    /// Class names in the order of the network's outputs; null if the file contains them, as files of
    /// <see cref="SaveResNetWeights"/> do.
    /// </param>
    /// <param name="options">
    /// Only architecture, columns, image size, resizing, normalization, precision and bad image policy are used. Null
    /// for the defaults. An architecture that is not set is detected from the tensors.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is not a weights file or is damaged, or tensors are missing, unknown or of the wrong shape. The message
    /// lists all of them.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The number of class names is wrong.</exception>
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
            MlNetEnvironment.From(catalog), file, classNames, options);
    }

    /// <summary>
    /// Writes a network's weights to a safetensors file for PyTorch, with the tensor names of torchvision's ResNets, or
    /// of timm's <c>ResNetV2</c> for pre-activation networks. The file's metadata contain the normalization
    /// (<c>mean</c>, <c>std</c> for pixels from 0 to 1) and the class names.
    /// </summary>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="model">The network.</param>
    /// <param name="path">The file. Replaced atomically: an existing file is unchanged if writing fails.</param>
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
