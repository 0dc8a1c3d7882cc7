using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>The values of the current row; empty for an image that cannot be decoded and may be passed over.</summary>
internal delegate ReadOnlySpan<float> CurrentValues();

/// <summary>
/// What a cursor or a row computes while it lives: of every image a row of values, and of these its columns. A claim on
/// a network.
/// </summary>
internal abstract class ImageComputation : IDisposable
{
    /// <summary>Values for an image.</summary>
    public abstract int RowLength { get; }

    /// <param name="images">The images; what is computed of bad ones is not looked at.</param>
    /// <param name="rows">[images.Count][RowLength], to be filled.</param>
    public abstract void Compute(PixelBuffer images, Span<float> rows);

    /// <summary>The getter of an added column.</summary>
    public abstract Delegate CreateGetter(DataViewSchema.Column column, CurrentValues current);

    public abstract void Dispose();

    /// <summary>A getter of values as they are, or NaN for an image that is passed over.</summary>
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
