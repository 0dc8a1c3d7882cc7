using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torch;

/// <summary>TorchSharp's inference from images to logits, with folded batch normalization.</summary>
internal sealed class TorchInference : IContender
{
    private sealed record Convolution(ConvolutionLayout Layout, Tensor Weights, Tensor Bias);

    private sealed record Block(BlockLayout Layout, Convolution[] Units, Convolution? Projection);

    private readonly MaxPoolLayout? _pool;
    private readonly Convolution _stem;
    private readonly Block[] _blocks;
    private readonly Tensor _headWeights, _headBias, _images;

    public int Items { get; }

    /// <summary>Logits of the latest step.</summary>
    public float[] Logits { get; private set; } = [];

    public TorchInference(
        NetworkLayout layout, SharedValues values, MiniBatch batch, TorchVariant variant, int threads)
    {
        set_num_threads(threads);
        _pool = layout.Stem.Pool;
        _stem = Fold(layout.Stem.Units[0]);
        _blocks = [.. layout.Blocks.Select(block => new Block(
            block, [.. block.Units.Select(Fold)], block.Projection is { } projection ? Fold(projection) : null))];
        HeadLayout head = layout.Head;
        _headWeights = TorchTensors.Matrix(
            values.Parameters.Slice(head.Weights), head.Features, head.Classes).to(variant.Activations);
        _headBias = tensor(values.Parameters.Slice(head.Bias).ToArray()).to(variant.Activations);
        _images = TorchTensors.Images(batch.Images, batch.Count, layout.Height, layout.Channels, variant);
        Items = batch.Count;

        Convolution Fold(UnitLayout unit)
        {
            FoldedConvolution folded = FoldedConvolution.Fold(unit, values);
            return new Convolution(
                folded.Layout, TorchTensors.Weights(folded.Weights, folded.Layout, variant).to(variant.Activations),
                tensor(folded.Bias).to(variant.Activations));
        }
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = inference_mode();
        Logits = Forward(_images).to(ScalarType.Float32).data<float>().ToArray();
    }

    private Tensor Forward(Tensor images)
    {
        Tensor x = Convolve(_stem, images).relu_();
        if (_pool is not null)
            x = functional.max_pool2d(x, MaxPoolLayout.Kernel, MaxPoolLayout.Stride, MaxPoolLayout.Pad);
        foreach (Block block in _blocks)
        {
            Tensor y = x;
            for (int i = 0; i < block.Units.Length; i++)
                y = i < block.Units.Length - 1 ? Convolve(block.Units[i], y).relu_() : Convolve(block.Units[i], y);
            Tensor shortcut = block.Layout.Shortcut switch
            {
                ShortcutKind.Projection => Convolve(block.Projection!, x),
                ShortcutKind.ZeroPadding => TorchTensors.ZeroPadding(block.Layout, x),
                _ => x,
            };
            x = y.add_(shortcut).relu_();
        }
        return functional.linear(functional.adaptive_avg_pool2d(x, 1).flatten(1), _headWeights, _headBias);
    }

    private static Tensor Convolve(Convolution convolution, Tensor x) => functional.conv2d(
        x, convolution.Weights, convolution.Bias, strides: [convolution.Layout.Stride, convolution.Layout.Stride],
        padding: [convolution.Layout.Pad, convolution.Layout.Pad]);

    public void Dispose() => _images.Dispose();
}
