using System.Globalization;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Reads only the seed of a checkpoint, before the images are loaded: a resumed run without a seed of its own reuses
/// it.
/// </summary>
internal sealed class CheckpointSeed : ICheckpointPart
{
    public string Name => "identity";

    public int? Value { get; private set; }

    public void Save(CheckpointWriter writer) => throw new NotSupportedException();

    public void Load(CheckpointReader reader)
    {
        string? text = TrainingIdentity.Read(reader).GetValueOrDefault(nameof(TrainingSettings.Seed));
        Value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed) ? seed : null;
    }
}
