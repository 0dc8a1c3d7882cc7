using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>The network's parameters and running statistics.</summary>
internal sealed class NetworkState(TrainingNetwork network) : ICheckpointPart
{
    public string Name => "network";

    public void Save(CheckpointWriter writer)
    {
        writer.Write(network.Parameters.Span);
        writer.Write(network.Statistics.Span);
    }

    public void Load(CheckpointReader reader)
    {
        reader.ReadFloats(network.Parameters.Span);
        reader.ReadFloats(network.Statistics.Span);
    }
}
