using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The layers before the first block: one or more convolution units and optional max pooling.</summary>
internal sealed class Stem
{
    private readonly ConvolutionUnit[] _units;
    private readonly MaxPool? _pool;

    public NativeBuffer Output => _pool?.Output ?? _units[^1].Output;

    /// <param name="layout">Shapes and parameter ranges.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="scratch">
    /// Contains the last unit's activations until they are pooled; they are not needed afterwards.
    /// </param>
    public Stem(StemLayout layout, LayerMemory memory, NativeBuffer scratch)
    {
        _pool = layout.Pool is { } pool ? new MaxPool(pool, memory) : null;
        NativeBuffer? pooled = _pool is null
            ? null
            : scratch.First(memory.BatchSize * layout.Last.OutputLength);
        _units = [.. layout.Units.Select((unit, i) => new ConvolutionUnit(
            unit, memory, relu: unit.Normalization is not null, output: i == layout.Units.Count - 1 ? pooled : null,
            needsInputGradient: i > 0))];
    }

    public void Forward(long n, NativeBuffer images)
    {
        NativeBuffer x = images;
        foreach (ConvolutionUnit unit in _units)
        {
            unit.Forward(n, x);
            x = unit.Output;
        }
        _pool?.Forward(n, x);
    }

    /// <summary>Ends the backward pass: the gradient of the images is not computed.</summary>
    public void Backward(long n, NativeBuffer images, GradientFlow gradients)
    {
        if (_pool is not null)
        {
            _pool.Backward(n, gradients.Flow, gradients.Spare);
            gradients.Swap();
        }
        for (int i = _units.Length - 1; i >= 0; i--)
        {
            _units[i].BackwardNormalization(n, gradients.Flow);
            _units[i].BackwardWeights(n, i > 0 ? _units[i - 1].Output : images);
            if (i == 0)
                break;
            _units[i].BackwardData(n, gradients.Spare, accumulate: false);
            gradients.Swap();
        }
    }
}
