using Google.Protobuf;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Export;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Writes a residual network to an ONNX file, for ML.NET's <c>ApplyOnnxModel</c>, ONNX Runtime and other runtimes.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The model's input are raw pixels, 0 to 255 for images, in the order red, green, blue. Normalization is part of
    /// the model; decoding and resizing are not. Its outputs are <c>Score</c> and <c>PredictedLabel</c>. The class
    /// names are in the metadata (<c>classes</c>, a JSON array) and available to ML.NET as slot names.
    /// </para>
    /// <para>
    /// An fp32 model gives the same scores up to rounding. A model from
    /// <see cref="ResNetClassifierTransformer.Quantize"/> is written in int8, with <c>QuantizeLinear</c> and
    /// <c>DequantizeLinear</c> where the model rounds. A <see cref="ResNetPrecision.BFloat16"/> model is written in fp32,
    /// since it keeps fp32 weights.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="model">
    /// A <see cref="ResNetClassifierTransformer"/>, or a fitted or loaded pipeline that contains one; only the network
    /// is written.
    /// </param>
    /// <param name="path">The file. Replaced atomically: an existing file is unchanged if writing fails.</param>
    /// <exception cref="ArgumentException">
    /// The model contains no residual network or several; an option is out of range; or two names are equal.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model averages over views of images (<see cref="ResNetClassifierTransformer.TestTimeAugmentation"/>).
    /// </exception>
    /// <exception cref="NotSupportedException">The model is larger than an ONNX file can be, 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <example>
    /// <code>
    /// mlContext.Model.SaveResNetOnnx(model, "flowers.onnx");
    /// var scored = mlContext.Transforms.ApplyOnnxModel("flowers.onnx").Fit(pixels).Transform(pixels);
    /// </code>
    /// </example>
    public static void SaveResNetOnnx(this ModelOperationsCatalog catalog, ITransformer model, string path) =>
        catalog.SaveResNetOnnx(model, path, new ResNetOnnxOptions());

    /// <inheritdoc cref="SaveResNetOnnx(ModelOperationsCatalog, ITransformer, string)"/>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="model">A <see cref="ResNetClassifierTransformer"/>, or a pipeline that has one.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file gives and takes.</param>
    public static void SaveResNetOnnx(
        this ModelOperationsCatalog catalog, ITransformer model, string path, ResNetOnnxOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelProto file = OnnxFile(catalog, model, options);
        AtomicFile.Write(path, file.WriteTo);
    }

    /// <summary>The same, to a stream, which stays open.</summary>
    /// <inheritdoc cref="SaveResNetOnnx(ModelOperationsCatalog, ITransformer, string)"/>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="model">A <see cref="ResNetClassifierTransformer"/>, or a pipeline that has one.</param>
    /// <param name="stream">Is written to.</param>
    public static void SaveResNetOnnx(this ModelOperationsCatalog catalog, ITransformer model, Stream stream) =>
        catalog.SaveResNetOnnx(model, stream, new ResNetOnnxOptions());

    /// <summary>The same, to a stream, which stays open.</summary>
    /// <inheritdoc cref="SaveResNetOnnx(ModelOperationsCatalog, ITransformer, string)"/>
    /// <param name="catalog">The model operations' catalog.</param>
    /// <param name="model">A <see cref="ResNetClassifierTransformer"/>, or a pipeline that has one.</param>
    /// <param name="stream">Is written to.</param>
    /// <param name="options">What the file gives and takes.</param>
    public static void SaveResNetOnnx(
        this ModelOperationsCatalog catalog, ITransformer model, Stream stream, ResNetOnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnnxFile(catalog, model, options).WriteTo(stream);
    }

    private static ModelProto OnnxFile(ModelOperationsCatalog catalog, ITransformer model, ResNetOnnxOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return OnnxExport.Create(FittedClassifier.Of(model, nameof(model)).Model, options);
    }
}
