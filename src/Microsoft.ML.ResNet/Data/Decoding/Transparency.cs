namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Composes pixels of four bytes, of which the last is alpha, on white: the background on which files with transparency are
/// usually shown. Dropping alpha instead would turn black shapes on a transparent background into uniformly black images.
/// </summary>
internal static class Transparency
{
    private const byte Opaque = byte.MaxValue;

    private enum Alpha
    {
        Unused,
        Premultiplied,
        Straight,
    }

    /// <summary>Composes premultiplied pixels on white, in place.</summary>
    public static void ComposePremultiplied(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 4)
        {
            int white = Opaque - pixels[i + 3];
            if (white == 0)
                continue;
            for (int c = i; c < i + 3; c++)
                pixels[c] = (byte)Math.Min(pixels[c] + white, Opaque);
            pixels[i + 3] = Opaque;
        }
    }

    /// <summary>
    /// Composes the pixels of an <see cref="Microsoft.ML.Data.MLImage"/> on white. It does not say whether they are
    /// premultiplied: they are not if a color exceeds its alpha. Where alpha is 0 everywhere but colors are not, alpha is
    /// a filler, and the image is opaque.
    /// </summary>
    /// <param name="pixels">RGBA or BGRA.</param>
    /// <param name="buffer">Receives the result if a pixel is transparent; reused between calls.</param>
    /// <returns><paramref name="pixels"/> if the image is opaque, otherwise the composed pixels.</returns>
    public static ReadOnlySpan<byte> Compose(ReadOnlySpan<byte> pixels, ref byte[] buffer)
    {
        int transparent = 3;
        while (transparent < pixels.Length && pixels[transparent] == Opaque)
            transparent += 4;
        if (transparent >= pixels.Length)
            return pixels;
        Alpha alpha = AlphaOf(pixels);
        if (alpha == Alpha.Unused)
            return pixels;
        if (buffer.Length < pixels.Length)
            buffer = GC.AllocateUninitializedArray<byte>(pixels.Length);
        Span<byte> composed = buffer.AsSpan(0, pixels.Length);
        pixels.CopyTo(composed);
        if (alpha == Alpha.Straight)
            Premultiply(composed);
        ComposePremultiplied(composed);
        return composed;
    }

    private static Alpha AlphaOf(ReadOnlySpan<byte> pixels)
    {
        bool isStraight = false, hasAlpha = false;
        for (int i = 0; i < pixels.Length; i += 4)
        {
            byte alpha = pixels[i + 3];
            isStraight |= Math.Max(pixels[i], Math.Max(pixels[i + 1], pixels[i + 2])) > alpha;
            hasAlpha |= alpha != 0;
        }
        return !isStraight ? Alpha.Premultiplied : hasAlpha ? Alpha.Straight : Alpha.Unused;
    }

    private static void Premultiply(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 4)
        {
            for (int c = i; c < i + 3; c++)
                pixels[c] = (byte)((pixels[c] * pixels[i + 3] + Opaque / 2) / Opaque);
        }
    }
}
