using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Rows in the order of one cursor, with images in a chunk.</summary>
internal sealed class LabeledChunk(PixelShape shape, int capacity) : IDisposable
{
    private readonly RowLabels[] _labels = new RowLabels[capacity];
    private readonly float[] _weights = new float[capacity];

    public ImageChunk Images { get; } = new(shape, capacity);

    /// <summary>Which part of the data view the rows are from; parts follow each other by number.</summary>
    public long Batch { get; set; }

    /// <summary>What the label column says of a row.</summary>
    public ref RowLabels Labels(int slot) => ref _labels[slot];

    /// <summary>How much a row counts, if the rows say so.</summary>
    public ref float Weight(int slot) => ref _weights[slot];

    public void Dispose() => Images.Dispose();
}
