using System.Numerics.Tensors;
using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.ResNet.Weights;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>The weights of the package, and the file of ML.NET's that they are made of.</summary>
public sealed class ImageNetPackageTests : IDisposable
{
    private const int Size = 224, Features = 512;

    private static readonly string Origin = typeof(ImageNetPackageTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "DnnImageModels").Value!;

    private static readonly string Network = Origin + "ResNet18Onnx/ResNet18.onnx";
    private static readonly string Preprocessing = Origin + "ResNetPrepOnnx/ResNetPreprocess.onnx";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // An export of CNTK: uneven pads, three blocks in the last stage, no head.
    [Fact]
    public void FeaturesAreOnnxRuntimesWhereTheMeanImageIsSubtracted()
    {
        float[][] images = Images(3);
        using InferenceSession preprocessing = new(Preprocessing), network = new(Network);
        float[][] prepared = [.. images.Select(image => Run(preprocessing, image))];
        float[][] expected = [.. prepared.Select(image => Run(network, image))];

        using WeightsFile file = PretrainedFile.Open(Network);
        ResNetArchitecture architecture = file.Recognise(3)!;
        Assert.Equal([2, 2, 2, 3], architecture.StageDepths);
        Assert.Equal((Size, Size), (file.Input!.Value.Height, file.Input.Value.Width));
        ResNetModel model = file.Read(
            architecture, Size, Size, 3, ResNetPixelNormalization.OfBytes([0, 0, 0], [1, 1, 1], ResNetChannelOrder.Bgr),
            headIsOptional: true);
        // Ours are red first, pixel by pixel.
        float[][] actual = Compute(model, [.. prepared.Select(image => Interleave(image, reversed: true))], isFloat: true);
        foreach ((float[] theirs, float[] ours) in expected.Zip(actual))
        {
            Assert.True(theirs.Max() > 1);
            Assert.InRange(TensorPrimitives.Distance<float>(theirs, ours) / TensorPrimitives.Norm<float>(theirs), 0, 1e-4);
        }
    }

    [Fact]
    public void TheMeansAreThoseOfTheMeanImage()
    {
        ResNetPixelNormalization found = OnnxPreprocessing.Read(Preprocessing);
        Assert.Equal(ResNetChannelOrder.Bgr, found.Order);
        Assert.Equal([123.15f, 115.90f, 103.06f], found.ToChannels().Mean, (a, b) => MathF.Abs(a - b) < 0.01f);
        Assert.Equal([1f, 1f, 1f], found.ToChannels().StandardDeviation);
    }

    // Bytes in, channel means and 16-bit weights: nearly the features of the origin.
    [Fact]
    public void TheInstalledWeightsGiveTheOriginsFeatures()
    {
        ResNetPretrainedWeights weights = ResNetPretrainedWeights.ImageNetResNet18;
        Assert.Equal("ImageNet.ResNet18", weights.Name);
        Assert.Contains(ResNetPretrainedWeights.Installed, installed => installed.Path == weights.Path);
        Assert.Equal(weights.Path, ResNetPretrainedWeights.Default!.Path);
        Assert.InRange(new FileInfo(weights.Path!).Length, 30_000_000, 33_000_000);

        float[][] images = Images(3);
        using InferenceSession preprocessing = new(Preprocessing), network = new(Network);
        float[][] expected = [.. images.Select(image => Run(network, Run(preprocessing, image)))];
        using WeightsFile file = PretrainedFile.Open(weights.Path!);
        Assert.Null(file.NormalizationRemark(3, null));
        ResNetModel model = file.Read(file.Recognise(3)!, Size, Size, 3, null, headIsOptional: true);
        Assert.Equal([2, 2, 2, 3], model.Architecture.StageDepths);
        Assert.Equal("ImageNet.ResNet18", model.Architecture.Name);
        float[][] actual = Compute(model, [.. images.Select(image => Interleave(image, reversed: false))], isFloat: false);
        foreach ((float[] theirs, float[] ours) in expected.Zip(actual))
            Assert.InRange(TensorPrimitives.CosineSimilarity<float>(theirs, ours), 0.995, 1);
    }

    [Fact]
    public void ADamagedFileIsRefused()
    {
        byte[] content = File.ReadAllBytes(ResNetPretrainedWeights.ImageNetResNet18.Path!);
        content[^1000] ^= 1;
        string path = _folder.File("damaged.safetensors");
        File.WriteAllBytes(path, content);
        MLContext context = new(seed: 1);
        var error = Assert.Throws<InvalidDataException>(() => context.Transforms.ResNetFeaturizer(path));
        Assert.Contains(path, error.Message);
        Assert.Contains("SHA-256", error.Message);
    }

    [Fact]
    public void AFeaturizerNeedsNoModel()
    {
        MLContext context = new(seed: 1);
        IDataView data = context.Data.LoadFromEnumerable(EncodedRow.Many(4));
        var featurizer = context.Transforms.ResNetFeaturizer("Features", "Image");
        float[][] features = [.. featurizer.Fit(data).Transform(data).GetColumn<float[]>("Features")];
        Assert.All(features, row => Assert.Equal(Features, row.Length));
        Assert.True(features[0].Max() > 0.1);

        Assert.Throws<FileNotFoundException>(() => ResNetPretrainedWeights.Named("ImageNet.ResNet9000")).Message
            .Contains("ImageNet.ResNet18", StringComparison.Ordinal);
        Assert.Equal(ResNetPretrainedWeights.ImageNetResNet18.Path, ResNetPretrainedWeights.Parse("imagenet.resnet18").Path);
        Assert.Null(ResNetPretrainedWeights.Parse("None").Path);
        Assert.Equal("a.pth", ResNetPretrainedWeights.Parse("a.pth").Path);
    }

    // The network is that of the weights, and the head is replaced, without a question.
    [Fact]
    public void TrainingStartsFromThem()
    {
        MLContext context = new(seed: 1);
        IDataView data = Tiny.Keyed(context, EncodedRow.Many(24));
        using ResNetClassifierTransformer model = context.Transforms.ResNetClassifier(new ResNetClassifierEstimator.Options
        {
            Pretrained = ResNetPretrainedWeights.ImageNetResNet18,
            FrozenStages = 4,
            ImageHeight = 64,
            ImageWidth = 64,
            Epochs = 1,
            Seed = 1,
        }).Fit(data);
        Assert.Equal([2, 2, 2, 3], model.Architecture.StageDepths);
        Assert.Equal(3, model.ClassNames.Count);
    }

    // Smooth images, planes of red, green and blue, from 0 to 255.
    private static float[][] Images(int count) =>
        [.. OnnxModel.Bytes(count, Size).Select(image => image.Select(value => (float)value).ToArray())];

    private static float[] Run(InferenceSession session, float[] image)
    {
        using var results = session.Run(
            [NamedOnnxValue.CreateFromTensor(session.InputNames[0], new DenseTensor<float>(image, [1, 3, Size, Size]))]);
        return [.. results[0].AsEnumerable<float>()];
    }

    private static float[] Interleave(float[] planes, bool reversed)
    {
        float[] pixels = new float[planes.Length];
        int plane = Size * Size;
        for (int i = 0; i < planes.Length; i++)
            pixels[i] = planes[(reversed ? 2 - i % 3 : i % 3) * plane + i / 3];
        return pixels;
    }

    private static unsafe float[][] Compute(ResNetModel model, float[][] images, bool isFloat)
    {
        using NativeContext context = NativeContext.Create();
        FeaturePlan plan = new([FeatureShape.Create(model.CreateLayout(), ResNetFeatures.Pooled)]);
        using FeatureNetwork network = new(
            model, model.Architecture.StageDepths.Count, context, Arithmetic.FromPrecision(ResNetPrecision.Float32));
        return [.. images.Select(image =>
        {
            float[] row = new float[plan.RowLength];
            byte[] bytes = [.. image.Select(value => (byte)value)];
            fixed (float* floats = image)
            fixed (byte* pixels = bytes)
            {
                network.Compute(
                    new PixelBuffer(isFloat ? (nint)floats : (nint)pixels, 1, new PixelShape(Size, Size, 3, isFloat)),
                    plan, row);
            }
            return row;
        })];
    }
}
