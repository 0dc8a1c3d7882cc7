using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torch;

/// <summary>A convolution and its batch normalization.</summary>
internal sealed class TorchUnit
{
    private readonly ConvolutionLayout _layout;
    private readonly ScalarType _activations;
    private readonly Parameter _weights, _gamma, _beta;
    private readonly Tensor _mean, _variance;

    public TorchUnit(UnitLayout layout, SharedValues values, TorchVariant variant)
    {
        _layout = layout.Convolution;
        _activations = variant.Activations;
        BatchNormalizationLayout normalization = layout.Normalization!;
        _weights = new(TorchTensors.Weights(
            values.Parameters.Slice(_layout.Weights), _layout, variant).to(variant.Parameters));
        _gamma = new(Vector(values.Parameters, normalization.Gamma));
        _beta = new(Vector(values.Parameters, normalization.Beta));
        _mean = Vector(values.Statistics, normalization.RunningMean);
        _variance = Vector(values.Statistics, normalization.RunningVariance);

        Tensor Vector(float[] all, ParameterRange range) => tensor(all.Slice(range).ToArray()).to(variant.Parameters);
    }

    public IEnumerable<(ParameterRange Range, Parameter Value)> Parameters(UnitLayout layout) =>
    [
        (layout.Convolution.Weights, _weights), (layout.Normalization!.Gamma, _gamma),
        (layout.Normalization!.Beta, _beta),
    ];

    public IEnumerable<(ParameterRange Range, Tensor Value)> Statistics(UnitLayout layout) =>
        [(layout.Normalization!.RunningMean, _mean), (layout.Normalization!.RunningVariance, _variance)];

    public Tensor Forward(Tensor x)
    {
        // Casts are differentiated too: the gradient is cast back to the parameter's type.
        Tensor y = functional.conv2d(
            x, _weights.to(_activations), strides: [_layout.Stride, _layout.Stride],
            padding: [_layout.Pad, _layout.Pad]);
        return functional.batch_norm(
            y, _mean, _variance, _gamma, _beta, training: true, BatchNormalization.Momentum,
            BatchNormalization.Epsilon);
    }
}
