namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// A part of a training run's state between two mini-batches. Together the parts hold everything that the next
/// mini-batch depends on and that cannot be derived from settings and data.
/// </summary>
internal interface ICheckpointPart
{
    /// <summary>Name of the checkpoint's section. Part of the file format: must not change.</summary>
    string Name { get; }

    void Save(CheckpointWriter writer);

    /// <summary>Restores the state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The section is invalid.</exception>
    void Load(CheckpointReader reader);
}
