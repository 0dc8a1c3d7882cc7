using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Batch normalization (Ioffe and Szegedy 2015) of x [rows, channels] over the rows (images * pixels), fused with the
/// residual addition and the ReLU that follow.
/// </summary>
internal sealed class BatchNormalization
{
    /// <summary>Keeps 1 / sqrt(variance + epsilon) finite.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>Weight of a mini-batch in the moving average of the running statistics.</summary>
    public const float Momentum = 0.1f;

    private readonly LayerMemory _memory;
    private readonly int _channels;
    private readonly NativeContext _context;
    private readonly NativeBuffer _gamma, _beta, _gammaGradient, _betaGradient;
    private readonly NativeBuffer _runningMean, _runningVariance;
    private readonly NativeBuffer _savedMean, _savedInverseDeviation;
    private readonly FrozenBatchNormalization? _fixed; // if the network is frozen
    private NativeBuffer _scaledGamma, _scaledBeta; // allocated at the first factor other than 1

    /// <summary>Multiplies gamma and beta; above 0. Gradients are with respect to gamma and beta themselves.</summary>
    public float Factor { get; set; } = 1;

    public BatchNormalization(BatchNormalizationLayout layout, LayerMemory memory)
    {
        _memory = memory;
        _channels = layout.Channels;
        _context = memory.Context;
        _gamma = memory.Parameters.Slice(layout.Gamma);
        _beta = memory.Parameters.Slice(layout.Beta);
        _gammaGradient = memory.Gradients.Slice(layout.Gamma);
        _betaGradient = memory.Gradients.Slice(layout.Beta);
        _runningMean = memory.Statistics.Slice(layout.RunningMean);
        _runningVariance = memory.Statistics.Slice(layout.RunningVariance);
        _savedMean = memory.Arena.Allocate(layout.Channels);
        _savedInverseDeviation = memory.Arena.Allocate(layout.Channels);
        _fixed = memory.IsFrozen || memory.FreezesNormalization
            ? new FrozenBatchNormalization(layout, memory)
            : null;
    }

    /// <summary>y = relu?(normalized x * gamma + beta + residual); the residual may be empty.</summary>
    public void Forward(long rows, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        if (_fixed is not null)
        {
            _fixed.Forward(rows, x, residual, relu, y);
            return;
        }
        long length = rows * _channels;
        (NativeBuffer gamma, NativeBuffer beta) = Affine();
        NativeMethods.BatchNormTrain(
            _context, rows, _channels, Epsilon, Momentum, x.First(length), gamma, beta,
            residual.FirstOrEmpty(length), relu ? 1 : 0, _runningMean, _runningVariance, _savedMean,
            _savedInverseDeviation, y.First(length)).Check();
    }

    /// <summary>
    /// Computes the gradients of x, gamma and beta from dy, and of the residual unless it is empty. relu is as in
    /// Forward; y is Forward's output if it had both a ReLU and a residual, otherwise empty. One of dx and dresidual may
    /// be dy.
    /// </summary>
    public void Backward(
        long rows, NativeBuffer x, bool relu, NativeBuffer y, NativeBuffer dy, NativeBuffer dx, NativeBuffer dresidual)
    {
        if (_fixed is not null)
        {
            _fixed.Backward(rows, x, relu, dy, dx, dresidual);
            return;
        }
        long length = rows * _channels;
        (NativeBuffer gamma, NativeBuffer beta) = Affine();
        NativeMethods.BatchNormBackward(
            _context, rows, _channels, x.First(length), y.FirstOrEmpty(length), dy.First(length), gamma, beta,
            _savedMean, _savedInverseDeviation, relu ? 1 : 0, dx.First(length), dresidual.FirstOrEmpty(length),
            _gammaGradient, _betaGradient).Check();
        if (Factor == 1)
            return;
        TensorPrimitives.Multiply(_gammaGradient.Span, Factor, _gammaGradient.Span);
        TensorPrimitives.Multiply(_betaGradient.Span, Factor, _betaGradient.Span);
    }

    private (NativeBuffer Gamma, NativeBuffer Beta) Affine()
    {
        if (Factor == 1)
            return (_gamma, _beta);
        if (_scaledGamma.Length == 0)
            (_scaledGamma, _scaledBeta) = (_memory.Arena.Allocate(_channels), _memory.Arena.Allocate(_channels));
        TensorPrimitives.Multiply(_gamma.Span, Factor, _scaledGamma.Span);
        TensorPrimitives.Multiply(_beta.Span, Factor, _scaledBeta.Span);
        return (_scaledGamma, _scaledBeta);
    }
}
