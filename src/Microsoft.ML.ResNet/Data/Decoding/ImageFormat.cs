namespace Microsoft.ML.ResNet.Data;

/// <summary>The format of a file, by its first bytes where its name leaves it open.</summary>
/// <param name="Name">Such as "TIFF image"; for messages.</param>
/// <param name="IsImage">Whether it holds a picture.</param>
/// <param name="IsSupported">Whether it can be decoded.</param>
internal sealed record ImageFormat(string Name, bool IsImage, bool IsSupported)
{
    /// <summary>The formats that can be decoded, for messages.</summary>
    public const string Supported = "JPEG, PNG, BMP, GIF and WebP";

    /// <summary>Bytes that <see cref="Detect"/> needs.</summary>
    public const int SignatureLength = 16;

    public static ImageFormat Other { get; } = new("file that is not an image", IsImage: false, IsSupported: false);

    /// <summary>Files that programs and file systems add: starting with a dot, or in <c>__MACOSX</c>.</summary>
    public static ImageFormat Hidden { get; } = new("hidden file", IsImage: false, IsSupported: false);

    private static readonly HashSet<string> Extensions =
        new([".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"], StringComparer.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly ImageFormat Readable = new("image", IsImage: true, IsSupported: true);

    /// <summary>The format where the name decides it; null where the content must.</summary>
    public static ImageFormat? FromName(string name) =>
        name.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX") ? Hidden
        : IsImageName(name) ? Readable
        : null;

    /// <summary>The format of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public static ImageFormat OfFile(string path)
    {
        return FromName(Path.GetFileName(path)) ?? OfContent(path);
    }

    /// <summary>The format of a file by its content alone.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public static ImageFormat OfContent(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[SignatureLength];
        return Detect(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>Whether a name has the usual extension of a supported image.</summary>
    public static bool IsImageName(string name) => Extensions.Contains(Path.GetExtension(name));

    /// <summary>The format of a file that begins with these bytes.</summary>
    public static ImageFormat Detect(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(JpegSignature) || start.StartsWith(PngSignature))
            return Readable;
        if (start.StartsWith("GIF8"u8) || IsBitmap(start))
            return Readable;
        if (start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("WEBP"u8))
            return Readable;
        if (start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8) || start.StartsWith("II+\0"u8))
            return Unsupported("TIFF image");
        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8))
        {
            ReadOnlySpan<byte> brand = start[8..12];
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
                return Unsupported("AVIF image");
            if (brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8))
                return Unsupported("HEIC image");
        }
        if (start.StartsWith("8BPS"u8))
            return Unsupported("Photoshop image");
        if (start.Length >= 8 && (start[4..8].SequenceEqual("JXL "u8) || start[4..8].SequenceEqual("jP  "u8)))
            return Unsupported("JPEG XL or JPEG 2000 image");
        return Other;
    }

    // "BM" may begin a text; the two reserved words of a bitmap's header are 0.
    private static bool IsBitmap(ReadOnlySpan<byte> start) =>
        start.Length >= 10 && start.StartsWith("BM"u8) && start[6..10].IndexOfAnyExcept((byte)0) < 0;

    private static ImageFormat Unsupported(string name) => new(name, IsImage: true, IsSupported: false);
}
