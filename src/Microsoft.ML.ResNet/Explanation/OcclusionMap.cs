using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Occlusion maps (Zeiler and Fergus 2014).</summary>
internal sealed class OcclusionMap(InferenceNetwork network, InputImage image, ChannelNormalization normalization)
{
    // Covered copies per forward pass.
    private const int BatchImages = 32;

    private readonly PixelShape _shape = image.Shape;
    private readonly byte[] _cover = Cover(image.Shape, normalization.Mean);

    /// <summary>
    /// For every pixel, the drop in the class's probability, averaged over the patches that cover the pixel; negative
    /// where the class becomes more probable.
    /// </summary>
    /// <param name="label">The class, from 0.</param>
    /// <param name="scores">Probabilities of all classes for the whole image.</param>
    /// <param name="size">Side of the patch, in pixels.</param>
    /// <param name="stride">Distance between patch positions, in pixels.</param>
    public float[] Compute(int label, ReadOnlySpan<float> scores, int size, int stride)
    {
        (int Top, int Left)[] places =
            [.. Places(_shape.Height, size, stride).SelectMany(
                top => Places(_shape.Width, size, stride).Select(left => (top, left)))];
        float[] probabilities = new float[BatchImages * scores.Length];
        float[] sum = new float[_shape.Height * _shape.Width], count = new float[sum.Length];
        foreach ((int Top, int Left)[] chunk in places.Chunk(BatchImages))
        {
            InputImage copies = image.Repeat(chunk.Length);
            for (int i = 0; i < chunk.Length; i++)
                CoverPatch(copies.Pixels(i), chunk[i].Top, chunk[i].Left, size);
            network.Predict(copies.Source(chunk.Length), probabilities.AsSpan(0, chunk.Length * scores.Length));
            GC.KeepAlive(copies);
            for (int i = 0; i < chunk.Length; i++)
            {
                float fall = scores[label] - probabilities[i * scores.Length + label];
                for (int y = chunk[i].Top; y < chunk[i].Top + size; y++)
                {
                    Span<float> row = sum.AsSpan(y * _shape.Width + chunk[i].Left, size);
                    TensorPrimitives.Add(row, fall, row);
                    Span<float> counts = count.AsSpan(y * _shape.Width + chunk[i].Left, size);
                    TensorPrimitives.Add(counts, 1, counts);
                }
            }
        }
        TensorPrimitives.Divide(sum, count, sum);
        return sum;
    }

    // Positions from edge to edge; the last step may be smaller.
    private static IEnumerable<int> Places(int side, int size, int stride)
    {
        for (int place = 0; place < side - size; place += stride)
            yield return place;
        yield return side - size;
    }

    private void CoverPatch(Span<byte> pixels, int top, int left, int size)
    {
        for (int y = top; y < top + size; y++)
        {
            for (int x = left; x < left + size; x++)
                _cover.CopyTo(pixels[((y * _shape.Width + x) * _cover.Length)..]);
        }
    }

    // A pixel of the mean color, which normalization maps to 0.
    private static byte[] Cover(PixelShape shape, float[] mean) => shape.IsFloat
        ? MemoryMarshal.AsBytes<float>(mean).ToArray()
        : [.. mean.Select(value => (byte)Math.Clamp(MathF.Round(value), 0, byte.MaxValue))];
}
