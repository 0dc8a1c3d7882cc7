using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Fills chunks with the rows of one cursor, which it owns. Not thread-safe.</summary>
internal sealed class ChunkReader : IDisposable
{
    private readonly DataViewRowCursor _cursor;
    private readonly ImageReader _images;
    private readonly LabelReader _label;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _path;
    private readonly ValueGetter<float>? _weight;
    private ReadOnlyMemory<char> _text;
    private bool _atRow;

    public ChunkReader(DataViewRowCursor cursor, DatasetColumns columns, ImageSpecification specification)
    {
        _cursor = cursor;
        try
        {
            _images = ImageReader.Create(cursor, columns.Image, specification);
            _images.FirstLook = columns.FirstLook;
            _label = LabelReader.Create(cursor, columns.Label);
            _weight = columns.Weight is { } weight ? cursor.GetGetter<float>(weight) : null;
            _path = columns.Path is { } path ? cursor.GetGetter<ReadOnlyMemory<char>>(path) : null;
            _atRow = cursor.MoveNext();
        }
        catch
        {
            cursor.Dispose();
            throw;
        }
    }

    /// <summary>Fills a chunk with rows of one cursor batch. Returns false at the end of the data.</summary>
    public bool Fill(LabeledChunk chunk)
    {
        chunk.Images.Clear();
        if (!_atRow)
            return false;
        chunk.Batch = _cursor.Batch;
        while (_atRow && !chunk.Images.IsFull && _cursor.Batch == chunk.Batch)
        {
            Read(chunk);
            _atRow = _cursor.MoveNext();
        }
        return true;
    }

    public void Dispose() => _cursor.Dispose();

    private void Read(LabeledChunk chunk)
    {
        int slot = chunk.Images.Add();
        RowLabels labels = _label.Read();
        chunk.Labels(slot) = labels;
        if (labels.Labels is null)
            return;
        _weight?.Invoke(ref chunk.Weight(slot));
        if (_path is not null)
        {
            _path(ref _text);
            chunk.Images.SetPath(slot, _text.ToString());
        }
        _images.Read(chunk.Images, slot);
    }
}

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
