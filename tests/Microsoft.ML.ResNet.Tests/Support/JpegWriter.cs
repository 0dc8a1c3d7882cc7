namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Writes small JPEG files that SkiaSharp cannot write: any number of components (each 8x8 block has one value), an EXIF
/// orientation, or a false size.
/// </summary>
internal sealed class JpegWriter
{
    private readonly MemoryStream _file = new();
    private int _bits;
    private int _bitCount;

    /// <param name="blocks">[rows][columns][components]: the value of every block.</param>
    /// <param name="orientation">EXIF orientation, 1 to 8; null for none.</param>
    /// <param name="adobe">Whether to add an Adobe marker without color transform, as in CMYK files.</param>
    public static byte[] Write(byte[][][] blocks, int? orientation = null, bool adobe = false)
    {
        var writer = new JpegWriter();
        int components = blocks[0][0].Length;
        writer.Marker(0xD8);
        if (orientation is { } value)
            writer.Exif(value);
        if (adobe)
            writer.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        writer.Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        writer.Frame(blocks.Length * 8, blocks[0].Length * 8, components);
        writer.Codes();
        writer.Scan(blocks, components);
        writer.Marker(0xD9);
        return writer._file.ToArray();
    }

    /// <summary>A file with three components that claims a size but has no image data.</summary>
    public static byte[] Claim(int height, int width, bool progressive)
    {
        var writer = new JpegWriter();
        writer.Marker(0xD8);
        writer.Segment(0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        writer.Frame(height, width, 3, progressive ? (byte)0xC2 : (byte)0xC0);
        writer.Codes();
        writer.Segment(0xDA, [3, 1, 0, 2, 0, 3, 0, 0, progressive ? (byte)0 : (byte)63, 0]);
        writer.Marker(0xD9);
        return writer._file.ToArray();
    }

    private void Marker(byte code) => _file.Write([0xFF, code]);

    private void Segment(byte code, byte[] content)
    {
        Marker(code);
        _file.Write([(byte)((content.Length + 2) >> 8), (byte)(content.Length + 2)]);
        _file.Write(content);
    }

    // DC table: twelve magnitude categories with 4-bit codes. AC table: a single 1-bit code for end of block.
    private void Codes()
    {
        IEnumerable<byte> categories = Enumerable.Range(0, 12).Select(i => (byte)i);
        Segment(0xC4, [0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. categories]);
        Segment(0xC4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    private void Exif(int orientation) => Segment(0xE1,
    [
        .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0,
        1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
        0, 0, 0, 0,
    ]);

    private void Frame(int height, int width, int components, byte code = 0xC0) => Segment(code,
    [
        8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components,
        .. Enumerable.Range(1, components).SelectMany(c => new byte[] { (byte)c, 0x11, 0 }),
    ]);

    private void Scan(byte[][][] blocks, int components)
    {
        IEnumerable<byte> selectors = Enumerable.Range(1, components).SelectMany(c => new byte[] { (byte)c, 0 });
        Segment(0xDA, [(byte)components, .. selectors, 0, 63, 0]);
        var previous = new int[components];
        foreach (byte[] block in blocks.SelectMany(row => row))
        {
            for (int c = 0; c < components; c++)
            {
                // The quantization table divides by 8, and the DC coefficient is 8 times the mean.
                Difference(block[c] - 128 - previous[c]);
                previous[c] = block[c] - 128;
                Bits(0, 1);
            }
        }
        while (_bitCount != 0)
            Bits(1, 1);
    }

    private void Difference(int value)
    {
        int category = value == 0 ? 0 : (int)Math.Floor(Math.Log2(Math.Abs(value))) + 1;
        Bits(category, 4);
        Bits(value < 0 ? value + (1 << category) - 1 : value, category);
    }

    private void Bits(int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            _bits = (_bits << 1) | ((value >> i) & 1);
            if (++_bitCount < 8)
                continue;
            _file.WriteByte((byte)_bits);
            if (_bits == 0xFF)
                _file.WriteByte(0);
            (_bits, _bitCount) = (0, 0);
        }
    }
}
