namespace Microsoft.ML.ResNet;

/// <summary>Rows in the order of one cursor, with images in a chunk.</summary>
internal sealed class LabeledChunk(PixelShape shape, int capacity) : IDisposable
{
    private readonly uint[] _keys = new uint[capacity];
    private readonly float[] _weights = new float[capacity];

    public ImageChunk Images { get; } = new(shape, capacity);

    /// <summary>Which part of the data view the rows are from; parts follow each other by number.</summary>
    public long Batch { get; set; }

    /// <summary>Label of a row: its class from 1, or 0 if it is missing.</summary>
    public ref uint Key(int slot) => ref _keys[slot];

    /// <summary>How much a row counts, if the rows say so.</summary>
    public ref float Weight(int slot) => ref _weights[slot];

    public void Dispose() => Images.Dispose();
}
