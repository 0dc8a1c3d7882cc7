using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>A classifier in a checkpoint file: its description and weights.</summary>
internal sealed class ClassifierCheckpointPart(ClassifierModel? model = null) : ICheckpointPart
{
    public string Name => "model";

    public ClassifierModel? Model { get; private set; } = model;

    public void Save(CheckpointWriter writer)
    {
        writer.WriteBlock(Bytes(stream => ModelFormat.WriteDescription(stream, ModelDescription.From(Model!))));
        writer.WriteBlock(Bytes(stream => ModelFormat.WriteWeights(stream, Model!.Network)));
    }

    public void Load(CheckpointReader reader)
    {
        using MemoryStream description = new(reader.ReadBlock());
        byte[] weights = reader.ReadBlock();
        using MemoryStream stream = new(weights);
        Model = ModelFormat.ReadWeights(stream, weights.Length, ModelFormat.ReadDescription(description));
    }

    private static byte[] Bytes(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return stream.ToArray();
    }
}
