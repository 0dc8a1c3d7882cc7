using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Convolution and, if the layout has it, batch normalization, with optional residual addition and ReLU. Keeps what the
/// backward pass needs.
/// </summary>
internal sealed class ConvolutionUnit
{
    private readonly long _outputPixels;
    private readonly NativeBuffer _convolved; // (n, out h, out w, out): the normalization's input, then its gradient
    private readonly bool _relu;
    private NativeBuffer _gradient; // of the convolution's output

    public Convolution Convolution { get; }
    public BatchNormalization? Normalization { get; }

    /// <summary>The activations, (n, out h, out w, out).</summary>
    public NativeBuffer Output { get; }

    /// <param name="layout">Shapes and parameter ranges.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="relu">Whether the unit ends with a ReLU; it must then have a normalization.</param>
    /// <param name="output">Memory for the activations; null to allocate it.</param>
    /// <param name="needsInputGradient">False if no earlier layer trains.</param>
    public ConvolutionUnit(
        UnitLayout layout, LayerMemory memory, bool relu = true, NativeBuffer? output = null,
        bool needsInputGradient = true)
    {
        long length = layout.Convolution.OutputLength;
        _outputPixels = layout.Convolution.OutputPixels;
        _relu = relu;
        Output = output ?? memory.Activations(length);
        Convolution = new Convolution(layout.Convolution, memory, needsInputGradient);
        if (layout.Normalization is null)
            return;
        _convolved = memory.Activations(length);
        Normalization = new BatchNormalization(layout.Normalization, memory);
    }

    public void Forward(long n, NativeBuffer x, NativeBuffer residual = default)
    {
        if (Normalization is null)
        {
            Convolution.Forward(n, x, Output, residual);
            return;
        }
        Convolution.Forward(n, x, _convolved);
        Normalization.Forward(n * _outputPixels, _convolved, residual, _relu, Output);
    }

    /// <summary>
    /// Computes the gradient of the convolution's output (in place of that output) and of the residual, if Forward had
    /// one, from dy; dresidual may be dy. Without a residual the unit's output is not read. Without a normalization dy
    /// itself is both gradients and must stay unchanged until BackwardWeights and BackwardData have run.
    /// </summary>
    public void BackwardNormalization(long n, NativeBuffer dy, NativeBuffer dresidual = default)
    {
        _gradient = dy;
        if (Normalization is null)
            return;
        _gradient = _convolved;
        Normalization.Backward(
            n * _outputPixels, _convolved, _relu, _relu && dresidual.Length > 0 ? Output : default, dy, _convolved,
            dresidual);
    }

    /// <summary>After BackwardNormalization: computes the gradient of the convolution's weights.</summary>
    public void BackwardWeights(long n, NativeBuffer x) => Convolution.BackwardWeights(n, x, _gradient);

    /// <summary>After BackwardNormalization: computes the gradient of x.</summary>
    public void BackwardData(long n, NativeBuffer dx, bool accumulate) =>
        Convolution.BackwardData(n, _gradient, dx, accumulate);
}
