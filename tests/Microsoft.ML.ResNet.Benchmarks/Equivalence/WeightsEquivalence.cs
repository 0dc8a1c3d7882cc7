using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Peers.Torchvision;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.Transforms.Image;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>
/// Checks that a network whose weights TorchSharp wrote to a safetensors file gives the same results when we load it.
/// </summary>
internal static class WeightsEquivalence
{
    private const int Images = 8;

    /// <summary>Expected agreement between implementations.</summary>
    private const double Tolerance = 1e-4;

    private sealed class Row
    {
        [ImageType(224, 224)]
        public MLImage? Image { get; set; }
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }

    public static IEnumerable<Deviation> Check(BenchmarkNetwork network, string folder)
    {
        string path = Path.Combine(folder, network.Name + ".safetensors");
        ResNetArchitecture architecture = network.Architecture;
        random.manual_seed(1);
        using TorchvisionResNet torchvision = new(
            architecture.StageDepths, architecture.Block == ResNetBlock.Bottleneck, network.Classes);
        byte[][] pixels = RandomPixels(network);
        using Tensor images = Normalized(pixels, network.ImageSize);
        torchvision.Randomize(images);
        SafeTensorsOutput.Write(path, torchvision.state_dict());

        MLContext context = new();
        using ResNetClassifierTransformer ours = context.Model.LoadResNetWeights(
            path, [.. Enumerable.Range(0, network.Classes).Select(i => $"class {i}")]);
        if (ours.Architecture != architecture)
            throw new InvalidOperationException($"The tensors of {architecture} were recognized as {ours.Architecture}.");

        using IDisposable inference = no_grad();
        using Tensor peer = torchvision.forward(images);
        torchvision.to(ScalarType.Float64);
        using Tensor exact = torchvision.forward(images.to(ScalarType.Float64));
        float[] logits = Values(exact), probabilities = Values(nn.functional.softmax(exact, dim: 1));
        return
        [
            new("logits", Deviation.Relative(Logits(ours.Model.Network, images), logits),
                Deviation.Relative(Values(peer), logits), Tolerance),
            new("probabilities of images", Deviation.Relative(Scores(context, ours, pixels), probabilities),
                Deviation.Relative(Values(nn.functional.softmax(peer, dim: 1)), probabilities), Tolerance),
        ];
    }

    // From images to probabilities, through ML.NET.
    private static float[] Scores(MLContext context, ResNetClassifierTransformer model, byte[][] pixels)
    {
        IDataView images = context.Data.LoadFromEnumerable(pixels.Select(image => new Row
        {
            Image = MLImage.CreateFromPixels(
                model.ImageWidth, model.ImageHeight, MLPixelFormat.Rgba32,
                [.. image.Chunk(3).SelectMany(rgb => (byte[])[.. rgb, byte.MaxValue])]),
        }).ToArray());
        return
        [
            .. context.Data.CreateEnumerable<Scored>(model.Transform(images), false, ignoreMissingColumns: true)
                .SelectMany(row => row.Score),
        ];
    }

    private static float[] Logits(ResNetModel model, Tensor images)
    {
        NetworkLayout layout = model.CreateLayout();
        using NativeContext context = NativeContext.Create();
        using FoldedNetwork network = new(layout, context, Arithmetic.FromPrecision(ResNetPrecision.Float32));
        using AlignedBuffer parameters = new(layout.ParameterCount), statistics = new(layout.StatisticsCount);
        model.Parameters.Span.CopyTo(parameters.Span);
        model.RunningStatistics.Span.CopyTo(statistics.Span);
        network.Fold(parameters.All, statistics.All);
        using NativeArena arena = new();
        InferenceWorkspace workspace = new(layout, Arithmetic.FromPrecision(ResNetPrecision.Float32), arena);
        using Tensor nhwc = images.permute(0, 2, 3, 1).contiguous();
        float[] values = nhwc.data<float>().ToArray(), logits = new float[Images * layout.Classes];
        for (int i = 0; i < Images; i++)
        {
            values.AsSpan(i * (int)layout.InputLength, (int)layout.InputLength).CopyTo(workspace.Images.Span);
            network.Forward(1, workspace);
            workspace.Logits.First(layout.Classes).Span.CopyTo(logits.AsSpan(i * layout.Classes));
        }
        return logits;
    }

    private static byte[][] RandomPixels(BenchmarkNetwork network)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, Images).Select(_ =>
        {
            byte[] image = new byte[network.ImageSize * network.ImageSize * 3];
            random.NextBytes(image);
            return image;
        })];
    }

    // (n, 3, height, width), like the output of torchvision's transforms.
    private static Tensor Normalized(byte[][] pixels, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = tensor(pixels.SelectMany(image => image).ToArray(), [pixels.Length, size, size, 3]);
        Tensor unit = bytes.permute(0, 3, 1, 2).to(ScalarType.Float32) / 255;
        Tensor mean = tensor(new[] { 0.485f, 0.456f, 0.406f }, [3, 1, 1]);
        Tensor deviation = tensor(new[] { 0.229f, 0.224f, 0.225f }, [3, 1, 1]);
        return ((unit - mean) / deviation).contiguous().MoveToOuterDisposeScope();
    }

    private static float[] Values(Tensor tensor)
    {
        using Tensor floats = tensor.to(ScalarType.Float32).contiguous();
        return floats.data<float>().ToArray();
    }
}
