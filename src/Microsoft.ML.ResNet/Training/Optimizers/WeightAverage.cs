using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Exponential moving averages of a network's parameters and running statistics (Polyak averaging): after every step,
/// average += (1 - decay) * (value - average). They jump about less than the values themselves, and classify better.
/// </summary>
/// <remarks>
/// The decay of step t, from 0, is (1 + t) / (10 + t) until that reaches the one asked for: else a short training would
/// give an average that remembers mostly the initial values.
/// </remarks>
internal sealed class WeightAverage : ICheckpointPart, IDisposable
{
    private readonly TrainingNetwork _network;
    private readonly float _decay;
    private readonly AlignedBuffer _parameters, _statistics;
    private long _steps;

    public NativeBuffer Parameters => _parameters.All;

    public NativeBuffer Statistics => _statistics.All;

    /// <summary>How far the averages move in the step that comes: 1 - decay.</summary>
    public float Rate => 1 - Math.Min(_decay, (1f + _steps) / (10f + _steps));

    /// <param name="network">Its values as they are now are the first averages.</param>
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

    /// <summary>Ends a step, in which the optimizer has moved the parameters' averages, by moving the statistics'.</summary>
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
