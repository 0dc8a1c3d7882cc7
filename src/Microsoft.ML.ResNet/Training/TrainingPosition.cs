namespace Microsoft.ML.ResNet.Training;

/// <summary>Where training stands: the next mini-batch. After the last one of an epoch its end is due.</summary>
internal sealed class TrainingPosition(int epochs, int batches) : ICheckpointPart
{
    /// <summary>From 0.</summary>
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
            throw reader.Damaged($"names mini-batch {Batch} of epoch {Epoch}");
    }

    /// <summary>For people, counted from 1: the latest mini-batch.</summary>
    public override string ToString() => Batch == 0
        ? Epoch == 0 ? "the start" : $"the end of epoch {Epoch}"
        : $"epoch {Epoch + 1}, iteration {Batch}";
}
