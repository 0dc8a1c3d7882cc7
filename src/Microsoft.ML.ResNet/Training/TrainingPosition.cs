namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// The position of a training run: the next mini-batch. After an epoch's last mini-batch, validation is next.
/// </summary>
internal sealed class TrainingPosition(int epochs, int batches) : ICheckpointPart
{
    /// <summary>Epoch, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Mini-batch of the epoch, from 0.</summary>
    public int Batch { get; private set; }

    /// <summary>Mini-batch of the whole training, from 0.</summary>
    public long Iteration => (long)Epoch * batches + Batch;

    public bool IsEpochTrained => Batch == batches;

    public bool IsAtEnd => Epoch == epochs;

    public void NextBatches(int count) => Batch += count;

    public void NextEpoch() => (Epoch, Batch) = (Epoch + 1, 0);

    string ICheckpointPart.Name => "position";

    void ICheckpointPart.Save(CheckpointWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(Batch);
    }

    void ICheckpointPart.Load(CheckpointReader reader)
    {
        (Epoch, Batch) = (reader.ReadInt32(), reader.ReadInt32());
        if (Epoch < 0 || Epoch > epochs || Batch < 0 || Batch > batches || (IsAtEnd && Batch > 0))
            throw reader.Damaged($"has position mini-batch {Batch} of epoch {Epoch}");
    }

    /// <summary>For messages: the latest mini-batch, counted from 1.</summary>
    public override string ToString() => Batch == 0
        ? Epoch == 0 ? "the start" : $"the end of epoch {Epoch}"
        : $"epoch {Epoch + 1}, iteration {Batch}";
}
