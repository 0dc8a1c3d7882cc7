using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>
/// Reads rows ahead in batches: their images, for scoring, and the columns that are passed through. Every row is read
/// once, so that an image and the label beside it are of the same row, whatever a second reading would give.
/// </summary>
/// <remarks>
/// An error of the input is thrown where its row is reached, not where it was read. A source that waits for new rows
/// gives its first row when a batch is full or the source ends.
/// </remarks>
internal sealed class ReadAheadCursor : DataViewRowCursor
{
    // The first batch is small, for those who want a few rows only; every other is up to twice as large as the one
    // before.
    private const int FirstBatch = 4;

    // A batch is full when its passed-through columns take this many bytes.
    private const long KeptBytesLimit = 64 << 20;

    private readonly DataViewRowCursor _input;
    private readonly Dictionary<int, KeptColumn> _kept;
    private readonly ImageReader _reader;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _path;
    private readonly ValueGetter<DataViewRowId> _id;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _inputBatches;
    private int _count;
    private int _current = -1;
    private int _reading;
    private int _size = FirstBatch;
    private long _position = -1;
    private bool _isAtEnd;
    private ExceptionDispatchInfo? _failure;
    private ReadOnlyMemory<char> _text;

    private ReadAheadCursor(
        ScoringBindings bindings, DataViewRowCursor input, Dictionary<int, KeptColumn> kept, int capacity)
    {
        (_input, _kept) = (input, kept);
        // An image that is also passed through is got once.
        _reader = ImageReader.Create(
            kept.TryGetValue(bindings.Image.Index, out KeptColumn? image)
                ? image.CreateGetter(() => _reading)
                : null,
            input, bindings.Image, bindings.Specification);
        _path = bindings.Path is { } path ? input.GetGetter<ReadOnlyMemory<char>>(path) : null;
        _id = input.GetIdGetter();
        Images = new ImageChunk(bindings.Specification.Shape, capacity);
        _ids = new DataViewRowId[capacity];
        _inputBatches = new long[capacity];
    }

    /// <summary>Wraps a cursor.</summary>
    /// <param name="bindings">What is scored.</param>
    /// <param name="input">A cursor over the columns that scoring reads, and those that are passed through.</param>
    /// <param name="passed">The columns that are passed through.</param>
    /// <param name="capacity">Most rows of a batch.</param>
    /// <returns>Null if a column is of a type whose values cannot be copied.</returns>
    public static ReadAheadCursor? Create(
        ScoringBindings bindings, DataViewRowCursor input, IEnumerable<DataViewSchema.Column> passed, int capacity)
    {
        Dictionary<int, KeptColumn> kept = [];
        foreach (DataViewSchema.Column column in passed)
        {
            if (KeptColumn.Create(input, column, capacity) is not { } values)
                return null;
            kept[column.Index] = values;
        }
        return new ReadAheadCursor(bindings, input, kept, capacity);
    }

    /// <summary>The images of the batch.</summary>
    public ImageChunk Images { get; }

    /// <summary>The place of the current row in the batch.</summary>
    public int Slot => _current;

    /// <summary>How many batches have been read.</summary>
    public int BatchNumber { get; private set; }

    public override DataViewSchema Schema => _input.Schema;

    public override long Position => _position;

    public override long Batch => _current >= 0 ? _inputBatches[_current] : 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => _kept.ContainsKey(column.Index);

    public override bool MoveNext()
    {
        if (_current + 1 >= _count)
        {
            if (!_isAtEnd)
                Fill();
            if (_current + 1 >= _count)
            {
                _failure?.Throw();
                (_position, _current, _count) = (-1, -1, 0);
                return false;
            }
        }
        _current++;
        _position++;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[_current];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _kept.TryGetValue(column.Index, out KeptColumn? kept)
            ? kept.CreateGetter(() => _current) as ValueGetter<TValue>
                ?? throw new InvalidOperationException(
                    $"The column '{column.Name}' is of type {column.Type} and cannot be read as {typeof(TValue)}.")
            : throw new InvalidOperationException(
                $"The column '{column.Name}' was not asked for when the cursor was made.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (KeptColumn kept in _kept.Values)
                kept.Dispose();
            Images.Dispose();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Fill()
    {
        Images.Clear();
        (_count, _current) = (0, -1);
        BatchNumber++;
        long bytes = 0;
        try
        {
            while (_count < _size && !Images.IsFull && bytes < KeptBytesLimit)
            {
                if (!_input.MoveNext())
                {
                    _isAtEnd = true;
                    break;
                }
                bytes += Keep();
                _count++;
            }
        }
        catch (Exception e)
        {
            // The rows that were read before are good.
            _failure = ExceptionDispatchInfo.Capture(e);
            _isAtEnd = true;
        }
        _size = Math.Min(_size * 2, Images.Capacity);
    }

    private long Keep()
    {
        _reading = Images.Add();
        _id(ref _ids[_reading]);
        _inputBatches[_reading] = _input.Batch;
        if (_path is not null)
        {
            _path(ref _text);
            Images.SetPath(_reading, _text.ToString());
        }
        long bytes = 0;
        foreach (KeptColumn kept in _kept.Values)
            bytes += kept.Keep(_reading);
        _reader.Read(Images, _reading);
        return bytes;
    }
}
