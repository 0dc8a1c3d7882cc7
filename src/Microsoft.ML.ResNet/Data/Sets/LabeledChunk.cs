using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>An <see cref="ImageChunk"/> with the labels and weights of its rows, in the order of one cursor.</summary>
internal sealed class LabeledChunk(PixelShape shape, int capacity) : IDisposable
{
    private readonly RowLabels[] _labels = new RowLabels[capacity];
    private readonly float[] _weights = new float[capacity];

    public ImageChunk Images { get; } = new(shape, capacity);

    /// <summary>
    /// The cursor batch that the rows come from (<see cref="DataViewRow.Batch"/>); batches are ordered by number.
    /// </summary>
    public long Batch { get; set; }

    /// <summary>The labels of a row.</summary>
    public ref RowLabels Labels(int slot) => ref _labels[slot];

    /// <summary>The example weight of a row, if there is a weight column.</summary>
    public ref float Weight(int slot) => ref _weights[slot];

    public void Dispose() => Images.Dispose();
}
