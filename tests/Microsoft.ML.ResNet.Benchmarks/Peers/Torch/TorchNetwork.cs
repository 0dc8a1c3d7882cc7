using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torch;

/// <summary>Our networks in TorchSharp, for training.</summary>
internal sealed class TorchNetwork
{
    private sealed record Block(BlockLayout Layout, TorchUnit[] Units, TorchUnit? Projection);

    private readonly ScalarType _activations;
    private readonly MaxPoolLayout? _pool;
    private readonly TorchUnit _stem;
    private readonly Block[] _blocks;
    private readonly Parameter _headWeights, _headBias;

    /// <summary>All parameters, with their ranges among our parameters.</summary>
    public IReadOnlyList<(ParameterRange Range, Parameter Value)> Parameters { get; }

    /// <summary>Running means and variances, with their ranges among our statistics.</summary>
    public IReadOnlyList<(ParameterRange Range, Tensor Value)> Statistics { get; }

    public TorchNetwork(NetworkLayout layout, SharedValues values, TorchVariant variant)
    {
        List<(ParameterRange Range, Parameter Value)> parameters = [];
        List<(ParameterRange Range, Tensor Value)> statistics = [];
        _activations = variant.Activations;
        _pool = layout.Stem.Pool;
        _stem = Unit(layout.Stem.Units[0]);
        _blocks = [.. layout.Blocks.Select(block => new Block(
            block, [.. block.Units.Select(Unit)], block.Projection is { } projection ? Unit(projection) : null))];

        HeadLayout head = layout.Head;
        _headWeights = new(TorchTensors.Matrix(
            values.Parameters.Slice(head.Weights), head.Features, head.Classes).to(variant.Parameters));
        _headBias = new(tensor(values.Parameters.Slice(head.Bias).ToArray()).to(variant.Parameters));
        parameters.AddRange([(head.Weights, _headWeights), (head.Bias, _headBias)]);
        (Parameters, Statistics) = (parameters, statistics);

        TorchUnit Unit(UnitLayout unitLayout)
        {
            TorchUnit unit = new(unitLayout, values, variant);
            parameters.AddRange(unit.Parameters(unitLayout));
            statistics.AddRange(unit.Statistics(unitLayout));
            return unit;
        }
    }

    /// <summary>From images to logits.</summary>
    public Tensor Forward(Tensor images)
    {
        Tensor x = _stem.Forward(images).relu_();
        if (_pool is not null)
            x = functional.max_pool2d(x, MaxPoolLayout.Kernel, MaxPoolLayout.Stride, MaxPoolLayout.Pad);
        foreach (Block block in _blocks)
        {
            Tensor y = x;
            for (int i = 0; i < block.Units.Length; i++)
                y = i < block.Units.Length - 1 ? block.Units[i].Forward(y).relu_() : block.Units[i].Forward(y);
            x = y.add_(Shortcut(block, x)).relu_();
        }
        Tensor pooled = functional.adaptive_avg_pool2d(x, 1).flatten(1);
        return functional.linear(pooled, _headWeights.to(_activations), _headBias.to(_activations));
    }

    private static Tensor Shortcut(Block block, Tensor x)
    {
        switch (block.Layout.Shortcut)
        {
            case ShortcutKind.Identity:
                return x;
            case ShortcutKind.Projection:
                return block.Projection!.Forward(x);
            case ShortcutKind.ZeroPadding:
                return TorchTensors.ZeroPadding(block.Layout, x);
            default:
                throw new NotSupportedException(block.Layout.Shortcut.ToString());
        }
    }
}
