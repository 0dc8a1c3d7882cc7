using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>
/// Computes in batches: a second cursor over the same data reads only images, ahead of the cursor that the user reads.
/// </summary>
internal sealed class LookAheadValues : RowValues
{
    // A batch has about this many pixels, because larger ones are not faster, within limits on the number of images.
    private const int BatchPixels = 1 << 18;
    private const int SmallestBatch = 16;
    private const int LargestBatch = 256;

    // Feature maps can be larger than images, so the number of computed values per batch is limited too.
    private const int BatchValues = 1 << 22;

    // The first batch is small, in case only a few rows are read; each further batch is up to twice as large.
    private const int FirstBatch = 4;

    private readonly DataViewRowCursor _input;
    private readonly DataViewRowCursor _ahead;
    private readonly ImageReader _reader;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _path;
    private readonly ValueGetter<DataViewRowId> _inputId;
    private readonly ValueGetter<DataViewRowId> _aheadId;
    private readonly EncodedImageDecoder _decoder;
    private readonly ImageChunk _batch;
    private readonly DataViewRowId[] _ids;
    private readonly float[] _values;
    private readonly int _rowLength;
    private long _first;
    private int _size = FirstBatch;
    private ReadOnlyMemory<char> _text;

    public LookAheadValues(
        ScoringBindings bindings, ImageComputation computation, DataViewRowCursor input, DataViewRowCursor ahead)
        : base(bindings, computation)
    {
        ImageSpecification specification = bindings.Specification;
        _rowLength = computation.RowLength;
        int capacity = Math.Min(
            Math.Clamp(BatchPixels / (specification.Height * specification.Width), SmallestBatch, LargestBatch),
            Math.Max(1, BatchValues / _rowLength));
        _input = input;
        _ahead = ahead;
        _reader = ImageReader.Create(ahead, bindings.Image, specification);
        _path = bindings.Path is { } path ? ahead.GetGetter<ReadOnlyMemory<char>>(path) : null;
        _inputId = input.GetIdGetter();
        _aheadId = ahead.GetIdGetter();
        _decoder = new EncodedImageDecoder(specification);
        _batch = new ImageChunk(specification.Shape, capacity);
        _ids = new DataViewRowId[capacity];
        _values = GC.AllocateUninitializedArray<float>(capacity * _rowLength);
    }

    protected override ReadOnlySpan<float> Current
    {
        get
        {
            long row = _input.Position;
            if (row < _first || row >= _first + _batch.Count)
                Fill(row);
            int slot = (int)(row - _first);
            CheckSameRow(slot);
            if (_batch.Bad(slot) is not { } bad)
                return _values.AsSpan(slot * _rowLength, _rowLength);
            ThrowUnlessSkipped(bad, row, _batch.Path(slot));
            return default;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _batch.Dispose();
        _ahead.Dispose();
    }

    private void Fill(long row)
    {
        _batch.Clear();
        // Skips rows whose values were not requested.
        while (_ahead.Position < row)
        {
            if (!_ahead.MoveNext())
                throw RowOrderChanged();
        }
        _first = _ahead.Position;
        do
            Read();
        while (_batch.Count < _size && !_batch.IsFull && _ahead.MoveNext());
        _size = Math.Min(_size * 2, _batch.Capacity);

        _batch.Decode(_decoder, Environment.ProcessorCount);
        Computation.Compute(_batch.Source, _values.AsSpan(0, _batch.Count * _rowLength));
    }

    private void Read()
    {
        int slot = _batch.Add();
        _aheadId(ref _ids[slot]);
        if (_path is not null)
        {
            _path(ref _text);
            _batch.SetPath(slot, _text.ToString());
        }
        _reader.Read(_batch, slot);
    }

    private void CheckSameRow(int slot)
    {
        DataViewRowId id = default;
        _inputId(ref id);
        if (!id.Equals(_ids[slot]))
            throw RowOrderChanged();
    }

    private static InvalidOperationException RowOrderChanged() => new(
        "The data view returned its rows in a different order when it was read a second time. "
        + "Save or cache the data before scoring.");
}
