using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Stochastic gradient descent with momentum in the paper's form, v = momentum * v + learning rate * gradient,
/// optionally Nesterov's, with weight decay and gradient clipping, in one pass over the parameters.
/// </summary>
internal sealed class SgdOptimizer : ICheckpointPart, IDisposable
{
    private readonly TrainingNetwork _network;
    private readonly WeightAverage? _average;
    private readonly AlignedBuffer _velocity;
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly bool _nesterov;
    private readonly float _maximumNorm;
    private readonly ParameterGroup[] _groups;

    /// <param name="network">The network to train.</param>
    /// <param name="settings">Hyperparameters.</param>
    /// <param name="average">Updated in every step; may be null.</param>
    public SgdOptimizer(TrainingNetwork network, TrainingSettings settings, WeightAverage? average = null)
    {
        _network = network;
        _average = average;
        _velocity = new AlignedBuffer(network.Parameters.Length);
        _momentum = settings.Options.Optimizer.Momentum;
        _weightDecay = settings.Options.Optimizer.WeightDecay;
        _nesterov = settings.Options.Optimizer.Nesterov;
        _maximumNorm = settings.Options.Optimizer.MaximumGradientNorm;
        _groups = ParameterGroup.CreateAll(network.Layout, settings);
    }

    public void Step(float learningRate)
    {
        float scale = GradientScale();
        foreach (ParameterGroup group in _groups)
        {
            SgdRates rates = new()
            {
                LearningRate = learningRate * group.LearningRateFactor,
                Momentum = _momentum,
                WeightDecay = group.Decays ? _weightDecay : 0,
                GradientScale = scale,
                AverageRate = _average?.Rate ?? 0,
                Nesterov = _nesterov ? 1 : 0,
            };
            NativeMethods.SgdStep(
                _network.Context, rates, _network.Gradients.Slice(group.Range), _velocity.Slice(group.Range),
                _network.Parameters.Slice(group.Range), _average?.Parameters.Slice(group.Range) ?? default).Check();
        }
        _average?.EndStep();
    }

    // Pascanu et al. 2013, algorithm 1: scales the whole gradient down to the maximum norm and keeps its direction.
    // Norms that are not finite are left to the divergence check.
    private float GradientScale()
    {
        if (_maximumNorm == 0)
            return 1;
        NativeMethods.SumOfSquares(_network.Context, _network.Gradients, out double squares).Check();
        double norm = Math.Sqrt(squares);
        return double.IsFinite(norm) && norm > _maximumNorm ? (float)(_maximumNorm / norm) : 1;
    }

    string ICheckpointPart.Name => "velocity";

    void ICheckpointPart.Save(CheckpointWriter writer) => writer.Write(_velocity.Span);

    void ICheckpointPart.Load(CheckpointReader reader) => reader.ReadFloats(_velocity.Span);

    public void Dispose() => _velocity.Dispose();
}
