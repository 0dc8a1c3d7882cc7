using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Resizes images of 4 bytes per pixel, first along rows, then along columns, in integer arithmetic, so that every
/// machine gives the same bits.
/// </summary>
internal static class Resampler
{
    private const int Half = 1 << (ResampleWeights.FractionBits - 1);

    /// <param name="source">[sourceHeight][sourceWidth][4].</param>
    /// <param name="sourceWidth">Columns of the source.</param>
    /// <param name="sourceHeight">Rows of the source.</param>
    /// <param name="placement">The crop of the source and its place on the canvas.</param>
    /// <param name="canvas">[...][canvasWidth][4]; only the placement's rectangle is written.</param>
    /// <param name="canvasWidth">Columns of the canvas.</param>
    public static void Resample(
        ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, ImagePlacement placement, Span<byte> canvas,
        int canvasWidth)
    {
        ReadOnlySpan<int> from = MemoryMarshal.Cast<byte, int>(source);
        Span<int> to = MemoryMarshal.Cast<byte, int>(canvas);
        if (placement == new ImagePlacement(0, 0, sourceWidth, sourceHeight, 0, 0, sourceWidth, sourceHeight)
            && canvasWidth == sourceWidth)
        {
            from[..(sourceWidth * sourceHeight)].CopyTo(to);
            return;
        }
        var columns = new ResampleWeights(sourceWidth, placement.SourceX, placement.SourceWidth, placement.Width);
        var rows = new ResampleWeights(sourceHeight, placement.SourceY, placement.SourceHeight, placement.Height);
        int firstRow = rows.GetStart(0), last = placement.Height - 1, lastRow = rows.GetStart(last) + rows.GetWeights(last).Length;

        int[] rented = ArrayPool<int>.Shared.Rent((lastRow - firstRow) * placement.Width);
        try
        {
            for (int row = firstRow; row < lastRow; row++)
            {
                AlongRow(
                    from.Slice(row * sourceWidth, sourceWidth), columns,
                    rented.AsSpan((row - firstRow) * placement.Width, placement.Width));
            }
            for (int row = 0; row < placement.Height; row++)
            {
                ReadOnlySpan<int> reach = rented.AsSpan((rows.GetStart(row) - firstRow) * placement.Width);
                AcrossRows(reach, rows.GetWeights(row),
                    to.Slice((placement.Y + row) * canvasWidth + placement.X, placement.Width));
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    private static void AlongRow(ReadOnlySpan<int> source, ResampleWeights weights, Span<int> result)
    {
        for (int x = 0; x < result.Length; x++)
        {
            ReadOnlySpan<int> taps = weights.GetWeights(x);
            ReadOnlySpan<int> reach = source.Slice(weights.GetStart(x), taps.Length);
            Vector128<int> sum = Vector128.Create(Half);
            for (int t = 0; t < taps.Length; t++)
                sum += Channels(reach[t]) * taps[t];
            result[x] = Pack(sum);
        }
    }

    private static void AcrossRows(ReadOnlySpan<int> source, ReadOnlySpan<int> taps, Span<int> result)
    {
        for (int x = 0; x < result.Length; x++)
        {
            Vector128<int> sum = Vector128.Create(Half);
            for (int t = 0; t < taps.Length; t++)
                sum += Channels(source[t * result.Length + x]) * taps[t];
            result[x] = Pack(sum);
        }
    }

    // Weights are not negative and sum to 1, so every channel stays within 0 to 255.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Channels(int pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte())).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pack(Vector128<int> sum)
    {
        Vector128<int> channels = Vector128.ShiftRightLogical(sum, ResampleWeights.FractionBits);
        Vector128<short> narrow = Vector128.Narrow(channels, channels);
        return Vector128.Narrow(narrow.AsUInt16(), narrow.AsUInt16()).AsInt32().ToScalar();
    }
}
