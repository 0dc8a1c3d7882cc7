using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>Computes the rows that a <see cref="ReadAheadCursor"/> has read, a batch at a time.</summary>
internal sealed class BatchValues : RowValues
{
    // A batch is about this many pixels, because more gains nothing; but at least and at most this many images.
    private const int BatchPixels = 1 << 18;
    private const int SmallestBatch = 16;
    private const int LargestBatch = 256;

    // Whole maps of features are larger than images: a batch computes at most this many values.
    private const int MostValues = 1 << 22;

    private readonly ReadAheadCursor _rows;
    private readonly EncodedImageDecoder _decoder;
    private readonly float[] _values;
    private readonly int _rowLength;
    private int _computedBatch;

    public BatchValues(ScoringBindings bindings, ImageComputation computation, ReadAheadCursor rows)
        : base(bindings, computation)
    {
        _rows = rows;
        _rowLength = computation.RowLength;
        _decoder = new EncodedImageDecoder(bindings.Specification);
        _values = GC.AllocateUninitializedArray<float>(rows.Images.Capacity * _rowLength);
    }

    /// <summary>How many images are computed at once, at most.</summary>
    public static int Capacity(ImageSpecification specification, int rowLength) => Math.Min(
        Math.Clamp(BatchPixels / (specification.Height * specification.Width), SmallestBatch, LargestBatch),
        Math.Max(1, MostValues / rowLength));

    protected override ReadOnlySpan<float> Current
    {
        get
        {
            // A batch that nobody asks about is not computed.
            if (_computedBatch != _rows.BatchNumber)
            {
                _rows.Images.Decode(_decoder, Environment.ProcessorCount);
                Computation.Compute(_rows.Images.Source, _values.AsSpan(0, _rows.Images.Count * _rowLength));
                _computedBatch = _rows.BatchNumber;
            }
            if (_rows.Images.Bad(_rows.Slot) is not { } bad)
                return _values.AsSpan(_rows.Slot * _rowLength, _rowLength);
            ThrowUnlessSkipped(bad, _rows.Position, _rows.Images.Path(_rows.Slot));
            return default;
        }
    }
}
