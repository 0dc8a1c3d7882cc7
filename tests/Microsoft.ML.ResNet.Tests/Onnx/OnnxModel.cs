using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Classifiers without training, their images as pixels, and what ONNX Runtime makes of their files.</summary>
internal static class OnnxModel
{
    /// <summary>Odd, so that borders are cut.</summary>
    public const int Size = 17;

    public static readonly string[] Classes = ["ash", "birch \"white\"", "Buche, rot", "été", "oak"];

    public static ResNetClassifierTransformer Of(
        MLContext context, ResNetArchitecture architecture, Func<ClassifierModel, ClassifierModel>? change = null)
    {
        ClassifierModel model = new(
            Network(architecture), Specification(isFloat: true), ClassLabels.FromNames(Classes),
            new ScoringColumns("Image", Path: null, "Score", "PredictedLabel"), ResNetBadImagePolicy.Throw,
            ResNetPrecision.Float32);
        return new ResNetClassifierTransformer((IHostEnvironment)context, change?.Invoke(model) ?? model);
    }

    // Normalized as data is: the round numbers of other tests bring pixels to just between two bytes.
    private static ResNetModel Network(ResNetArchitecture architecture)
    {
        ResNetModel model = TestNetworks.Model(architecture, Size, classes: Classes.Length);
        return new ResNetModel(
            architecture, Size, Size, model.Channels, model.ClassCount,
            new ChannelNormalization([113.31f, 121.74f, 104.92f], [58.13f, 61.39f, 67.71f]), model.Parameters,
            model.RunningStatistics);
    }

    public static ImageSpecification Specification(
        bool isFloat, int size = Size, ResNetPixelLayout layout = ResNetPixelLayout.Planar) => new(
        new PixelShape(size, size, 3, isFloat), layout, ImageResizingEstimator.ResizingKind.IsoCrop);

    /// <summary>Pixels from 0 to 255 of smooth images.</summary>
    public static float[][] Pixels(int count, int size = Size) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            float[] noise = TestValues.Normal(3L * size * size, seed: 50 + i, scale: 30, offset: 60 + 25 * i % 150);
            for (int p = 0; p < noise.Length; p++)
                noise[p] = Math.Clamp(MathF.Round(noise[p] + 80 * MathF.Sin((p + i * 40) * 0.03f)), 0, 255);
            return noise;
        }),
    ];

    /// <summary>The same as bytes.</summary>
    public static byte[][] Bytes(int count, int size = Size) =>
        [.. Pixels(count, size).Select(image => image.Select(value => (byte)value).ToArray())];

    /// <summary>The model for images of bytes.</summary>
    public static ClassifierModel OfBytes(ClassifierModel model) =>
        model with { Specification = Specification(isFloat: false) };

    /// <summary>Pixels in a column <c>Image</c> of vectors.</summary>
    public static IDataView View<T>(MLContext context, IEnumerable<T[]> pixels, int size = Size)
    {
        var schema = SchemaDefinition.Create(typeof(Row<T>));
        schema["Image"].ColumnType =
            new VectorDataViewType((PrimitiveDataViewType)ColumnTypeOf<T>(), 3 * size * size);
        return context.Data.LoadFromEnumerable(pixels.Select(row => new Row<T> { Image = row }), schema);
    }

    public static byte[] Bytes(MLContext context, ITransformer model, ResNetOnnxOptions? options = null)
    {
        using MemoryStream stream = new();
        context.Model.SaveResNetOnnx(model, stream, options ?? new());
        return stream.ToArray();
    }

    public static ModelProto File(MLContext context, ITransformer model, ResNetOnnxOptions? options = null) =>
        ModelProto.Parser.ParseFrom(Bytes(context, model, options));

    /// <summary>What ONNX Runtime gives for an input of any number of images.</summary>
    public static T[] Run<T, TPixel>(byte[] file, string output, TPixel[][] images, params int[] shape)
    {
        using InferenceSession session = new(file);
        int[] dimensions = [images.Length, .. shape.Length > 0 ? shape : [3, Size, Size]];
        DenseTensor<TPixel> tensor = new(images.SelectMany(image => image).ToArray(), dimensions);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [NamedOnnxValue.CreateFromTensor(session.InputNames[0], tensor)], [output]);
        return [.. results[0].AsEnumerable<T>()];
    }

    private static DataViewType ColumnTypeOf<T>() =>
        typeof(T) == typeof(float) ? NumberDataViewType.Single : NumberDataViewType.Byte;

    private sealed class Row<T>
    {
        public T[] Image { get; set; } = [];
    }
}
