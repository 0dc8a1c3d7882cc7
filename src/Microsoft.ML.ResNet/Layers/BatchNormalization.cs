namespace Microsoft.ML.ResNet;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015) with the residual add and the ReLU that follow it: over the rows of
/// x [rows, channels], rows = images * pixels.
/// </summary>
internal sealed class BatchNormalization
{
    /// <summary>Keeps 1 / sqrt(variance + epsilon) finite.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>How fast the running statistics follow those of the mini-batches.</summary>
    public const float Momentum = 0.1f;

    private readonly int _channels;
    private readonly NativeContext _context;
    private readonly NativeBuffer _gamma, _beta, _gammaGradient, _betaGradient;
    private readonly NativeBuffer _runningMean, _runningVariance;
    private readonly NativeBuffer _savedMean, _savedInverseDeviation;

    public BatchNormalization(BatchNormalizationLayout layout, LayerMemory memory)
    {
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
    }

    /// <summary>y = relu?(normalised x * gamma + beta + residual); the residual may be empty.</summary>
    public void Forward(long rows, NativeBuffer x, NativeBuffer residual, bool relu, NativeBuffer y)
    {
        long length = rows * _channels;
        NativeMethods.BatchNormTrain(
            _context, rows, _channels, Epsilon, Momentum, x.First(length), _gamma, _beta,
            residual.FirstOrEmpty(length), relu ? 1 : 0, _runningMean, _runningVariance, _savedMean,
            _savedInverseDeviation, y.First(length)).Check();
    }

    /// <summary>
    /// Gradients of x, gamma and beta from dy, and of the residual unless it is empty. relu is as in Forward; y is what
    /// Forward wrote with a ReLU and a residual, and empty otherwise. One of dx and dresidual may be dy.
    /// </summary>
    public void Backward(
        long rows, NativeBuffer x, bool relu, NativeBuffer y, NativeBuffer dy, NativeBuffer dx, NativeBuffer dresidual)
    {
        long length = rows * _channels;
        NativeMethods.BatchNormBackward(
            _context, rows, _channels, x.First(length), y.FirstOrEmpty(length), dy.First(length), _gamma, _beta,
            _savedMean, _savedInverseDeviation, relu ? 1 : 0, dx.First(length), dresidual.FirstOrEmpty(length),
            _gammaGradient, _betaGradient).Check();
    }
}
