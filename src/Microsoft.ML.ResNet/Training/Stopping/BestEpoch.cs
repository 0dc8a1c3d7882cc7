namespace Microsoft.ML.ResNet.Training;

/// <summary>Keeps the weights of the best epoch and counts the epochs without improvement.</summary>
internal sealed class BestEpoch(ResNetEarlyStopping rule, int parameterCount, int statisticsCount) : ICheckpointPart
{
    private readonly float[] _parameters = new float[parameterCount];
    private readonly float[] _statistics = new float[statisticsCount];
    private double _cost = double.PositiveInfinity;
    private double _improvedCost = double.PositiveInfinity;
    private int _improvedEpoch;

    /// <summary>Number of the best epoch, from 1; 0 before the first epoch has ended.</summary>
    public int Epoch { get; private set; }

    public float[] Parameters => _parameters;

    public float[] Statistics => _statistics;

    /// <summary>Whether training should end because the last improvement is too many epochs ago.</summary>
    /// <param name="epochs">Completed epochs.</param>
    public bool IsPatienceSpent(int epochs) => Epoch > 0 && epochs - _improvedEpoch >= rule.Patience;

    /// <summary>Records an epoch's metrics, and its weights if it is the best so far.</summary>
    public void Update(ResNetEpochMetrics epoch, ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics)
    {
        double cost = rule.Cost(epoch);
        if (Epoch == 0 || cost < _improvedCost - rule.MinimumImprovement)
            (_improvedCost, _improvedEpoch) = (cost, epoch.Epoch);
        if (Epoch > 0 && cost >= _cost)
            return;
        (_cost, Epoch) = (cost, epoch.Epoch);
        parameters.CopyTo(_parameters);
        statistics.CopyTo(_statistics);
    }

    string ICheckpointPart.Name => "best";

    void ICheckpointPart.Save(CheckpointWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(_improvedEpoch);
        writer.Write(_cost);
        writer.Write(_improvedCost);
        writer.Write(_parameters);
        writer.Write(_statistics);
    }

    void ICheckpointPart.Load(CheckpointReader reader)
    {
        (Epoch, _improvedEpoch) = (reader.ReadInt32(), reader.ReadInt32());
        if (Epoch < 0 || _improvedEpoch < 0 || _improvedEpoch > Epoch)
            throw reader.Damaged($"names epoch {Epoch} as the best and {_improvedEpoch} as the last improvement");
        (_cost, _improvedCost) = (reader.ReadDouble(), reader.ReadDouble());
        reader.ReadFloats(_parameters);
        reader.ReadFloats(_statistics);
    }
}
