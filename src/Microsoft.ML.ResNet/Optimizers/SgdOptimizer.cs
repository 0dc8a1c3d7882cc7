namespace Microsoft.ML.ResNet;

/// <summary>
/// Stochastic gradient descent with momentum in the paper's form, v = momentum * v + learning rate * gradient,
/// optionally Nesterov's, with weight decay; one pass over the contiguous parameters.
/// </summary>
internal sealed class SgdOptimizer : IDisposable
{
    private readonly TrainingNetwork _network;
    private readonly AlignedBuffer _velocity;
    private readonly float _momentum;
    private readonly float _weightDecay;
    private readonly bool _nesterov;
    private readonly long _decayed; // parameters before this place decay, those behind it do not

    public SgdOptimizer(TrainingNetwork network, TrainingSettings settings)
    {
        _network = network;
        _velocity = new AlignedBuffer(network.Parameters.Length);
        _momentum = settings.Momentum;
        _weightDecay = settings.WeightDecay;
        _nesterov = settings.Nesterov;
        _decayed = settings.DecayBatchNorm ? network.Layout.ParameterCount : network.Layout.WeightCount;
    }

    public void Step(float learningRate)
    {
        Step(learningRate, _weightDecay, new ParameterRange(0, _decayed));
        Step(learningRate, 0, new ParameterRange(_decayed, _velocity.Length - _decayed));
    }

    private void Step(float learningRate, float weightDecay, ParameterRange range)
    {
        if (range.Length == 0)
            return;
        NativeMethods.SgdStep(
            _network.Context, learningRate, _momentum, weightDecay, _nesterov ? 1 : 0, _network.Gradients.Slice(range),
            _velocity.Slice(range), _network.Parameters.Slice(range)).Check();
    }

    public void Dispose() => _velocity.Dispose();
}
