namespace Microsoft.ML.ResNet;

/// <summary>
/// Convolution, batch normalisation, then maybe residual add and ReLU; keeps what its backward pass needs.
/// </summary>
internal sealed class ConvolutionUnit
{
    private readonly long _outputPixels;
    private readonly NativeBuffer _convolved; // (n, out h, out w, out): the normalisation's input
    private readonly bool _relu;

    public Convolution Convolution { get; }
    public BatchNormalization Normalization { get; }

    /// <summary>The activations, (n, out h, out w, out).</summary>
    public NativeBuffer Output { get; }

    /// <param name="layout">Shapes and places.</param>
    /// <param name="memory">Shared with the other layers.</param>
    /// <param name="relu">Whether a ReLU ends the unit.</param>
    /// <param name="output">Where the activations go: own memory unless given.</param>
    /// <param name="needsInputGradient">False for the first unit of a network.</param>
    public ConvolutionUnit(
        UnitLayout layout, LayerMemory memory, bool relu = true, NativeBuffer? output = null,
        bool needsInputGradient = true)
    {
        long length = memory.BatchSize * layout.Convolution.OutputLength;
        _outputPixels = layout.Convolution.OutputPixels;
        _relu = relu;
        _convolved = memory.Arena.Allocate(length);
        Output = output ?? memory.Arena.Allocate(length);
        Convolution = new Convolution(layout.Convolution, memory, needsInputGradient);
        Normalization = new BatchNormalization(layout.Normalization, memory);
    }

    public void Forward(long n, NativeBuffer x, NativeBuffer residual = default)
    {
        Convolution.Forward(n, x, _convolved);
        Normalization.Forward(n * _outputPixels, _convolved, residual, _relu, Output);
    }

    /// <summary>
    /// From the gradient of the output to that of the convolution's output, and of the residual where Forward had one.
    /// </summary>
    public void BackwardNormalization(
        long n, NativeBuffer dy, NativeBuffer dconvolved, NativeBuffer dresidual = default) =>
        Normalization.Backward(
            n * _outputPixels, _convolved, _relu, _relu && dresidual.Length > 0 ? Output : default, dy, dconvolved,
            dresidual);

    /// <summary>From the gradient of the convolution's output to those of its weights and of x.</summary>
    public void BackwardConvolution(long n, NativeBuffer x, NativeBuffer dconvolved, NativeBuffer dx, bool accumulate)
    {
        Convolution.BackwardWeights(n, x, dconvolved);
        Convolution.BackwardData(n, dconvolved, dx, accumulate);
    }
}
