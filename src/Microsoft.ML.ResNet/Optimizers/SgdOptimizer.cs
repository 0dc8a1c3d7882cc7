namespace Microsoft.ML.ResNet;

/// <summary>
/// Stochastic gradient descent with momentum in the paper's form, v = momentum * v + learning rate * gradient,
/// optionally Nesterov's, with weight decay; one pass over the contiguous parameters.
/// </summary>
internal sealed class SgdOptimizer : ICheckpointPart, IDisposable
{
    private readonly TrainingNetwork _network;
    private readonly AlignedBuffer _velocity;
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly bool _nesterov;
    private readonly ParameterGroup[] _groups;

    public SgdOptimizer(TrainingNetwork network, TrainingSettings settings)
    {
        _network = network;
        _velocity = new AlignedBuffer(network.Parameters.Length);
        _momentum = settings.Momentum;
        _weightDecay = settings.WeightDecay;
        _nesterov = settings.Nesterov;
        _groups = ParameterGroup.Of(network.Layout, settings);
    }

    public void Step(float learningRate)
    {
        foreach (ParameterGroup group in _groups)
        {
            NativeMethods.SgdStep(
                _network.Context, learningRate * group.LearningRateFactor, _momentum, group.Decays ? _weightDecay : 0,
                _nesterov ? 1 : 0, _network.Gradients.Slice(group.Range), _velocity.Slice(group.Range),
                _network.Parameters.Slice(group.Range)).Check();
        }
    }

    string ICheckpointPart.Name => "velocity";

    void ICheckpointPart.Save(CheckpointWriter writer) => writer.Write(_velocity.Span);

    void ICheckpointPart.Load(CheckpointReader reader) => reader.ReadFloats(_velocity.Span);

    public void Dispose() => _velocity.Dispose();
}
