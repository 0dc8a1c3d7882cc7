using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Exponential moving averages of a network's parameters and running statistics (Polyak averaging): after every step,
/// average += (1 - decay) * (value - average). The averages are less noisy than the values and usually classify better.
/// </summary>
/// <remarks>
/// The decay in step t, from 0, is (1 + t) / (10 + t) until that reaches the configured decay. Otherwise the averages
/// of a short training would be dominated by the initial values.
/// </remarks>
internal sealed class WeightAverage : ICheckpointPart, IDisposable
{
    private readonly TrainingNetwork _network;
    private readonly float _decay;
    private readonly AlignedBuffer _parameters, _statistics;
    private long _steps;

    public NativeBuffer Parameters => _parameters.All;

    public NativeBuffer Statistics => _statistics.All;

    /// <summary>Update rate of the next step: 1 - decay.</summary>
    public float Rate => 1 - Math.Min(_decay, (1f + _steps) / (10f + _steps));

    /// <param name="network">Its current values initialize the averages.</param>
    /// <param name="decay">Above 0, below 1.</param>
    public WeightAverage(TrainingNetwork network, float decay)
    {
        _network = network;
        _decay = decay;
        _parameters = new AlignedBuffer(network.Parameters.Length, clear: false);
        _statistics = new AlignedBuffer(network.Statistics.Length, clear: false);
        network.Parameters.Span.CopyTo(_parameters.Span);
        network.Statistics.Span.CopyTo(_statistics.Span);
    }

    /// <summary>
    /// Ends a step. The optimizer has already updated the parameters' averages; this updates the statistics' averages.
    /// </summary>
    public void EndStep()
    {
        NativeMethods.MovingAverage(_network.Context, Rate, _network.Statistics, Statistics).Check();
        _steps++;
    }

    string ICheckpointPart.Name => "average";

    void ICheckpointPart.Save(CheckpointWriter writer)
    {
        writer.Write(_steps);
        writer.Write(_parameters.Span);
        writer.Write(_statistics.Span);
    }

    void ICheckpointPart.Load(CheckpointReader reader)
    {
        _steps = reader.ReadInt64();
        if (_steps < 0)
            throw reader.Damaged($"has averages of {_steps} steps");
        reader.ReadFloats(_parameters.Span);
        reader.ReadFloats(_statistics.Span);
    }

    public void Dispose()
    {
        _parameters.Dispose();
        _statistics.Dispose();
    }
}
