using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>The values of the current row; empty for a bad image that the policy skips.</summary>
internal delegate ReadOnlySpan<float> CurrentValues();

/// <summary>
/// The computation behind a cursor or row: a row of values for every image, and the columns from these values. Holds a
/// lease on a network.
/// </summary>
internal abstract class ImageComputation : IDisposable
{
    /// <summary>Number of values per image.</summary>
    public abstract int RowLength { get; }

    /// <param name="images">The images. Results for bad images are ignored.</param>
    /// <param name="rows">Receives the values, [images.Count][RowLength].</param>
    public abstract void Compute(PixelBuffer images, Span<float> rows);

    /// <summary>Creates the getter of a computed column.</summary>
    public abstract Delegate CreateGetter(DataViewSchema.Column column, CurrentValues current);

    public abstract void Dispose();

    /// <summary>A getter of a range of the values; NaN for a skipped image.</summary>
    protected static ValueGetter<VBuffer<float>> Vector(int offset, int length, CurrentValues current) =>
        (ref VBuffer<float> vector) =>
        {
            ReadOnlySpan<float> row = current();
            VBufferEditor<float> editor = VBufferEditor.Create(ref vector, length);
            if (row.IsEmpty)
                editor.Values.Fill(float.NaN);
            else
                row.Slice(offset, length).CopyTo(editor.Values);
            vector = editor.Commit();
        };
}
