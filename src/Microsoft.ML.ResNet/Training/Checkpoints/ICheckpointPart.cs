namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// A part of what a training run knows between two mini-batches. Whatever the next mini-batch depends on, and no
/// function of settings and data gives, is in some part.
/// </summary>
internal interface ICheckpointPart
{
    /// <summary>Names the section of the checkpoint: never to change.</summary>
    string Name { get; }

    void Save(CheckpointWriter writer);

    /// <summary>Takes back what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The section does not hold what it should.</exception>
    void Load(CheckpointReader reader);
}
