namespace Microsoft.ML.ResNet.Data;

/// <summary>Converts four-byte pixels, as decoders return them, to the stored channels.</summary>
internal static class PixelConversion
{
    /// <summary>Writes RGB for three channels, or luminance (ITU-R BT.601) for one; alpha is dropped.</summary>
    /// <param name="source">Pixels in RGBA or BGRA.</param>
    /// <param name="isBgra">Whether blue comes first.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="pixels">The result.</param>
    public static void FromFourBytes(ReadOnlySpan<byte> source, bool isBgra, int channels, Span<byte> pixels)
    {
        int count = pixels.Length / channels;
        if (source.Length < count * 4)
            throw new ArgumentException($"{source.Length} bytes are too few for {count} pixels.", nameof(source));
        (int red, int blue) = isBgra ? (2, 0) : (0, 2);
        if (channels == 1)
        {
            for (int i = 0, s = 0; i < count; i++, s += 4)
                pixels[i] = Luminance(source[s + red], source[s + 1], source[s + blue]);
            return;
        }
        for (int i = 0, s = 0; s < count * 4; i += 3, s += 4)
        {
            pixels[i] = source[s + red];
            pixels[i + 1] = source[s + 1];
            pixels[i + 2] = source[s + blue];
        }
    }

    // 0.299, 0.587 and 0.114 in 1/65536; the weights sum to 1, so white stays white.
    public static byte Luminance(byte red, byte green, byte blue) =>
        (byte)((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
}
