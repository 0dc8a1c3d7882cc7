using System.Globalization;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Reads the seed of a checkpoint before the images are read: whoever leaves the seed open goes on with that.
/// </summary>
internal sealed class SavedSeed : ICheckpointPart
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
