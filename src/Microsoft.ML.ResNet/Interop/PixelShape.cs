namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// The shape of a stored image: [Height][Width][Channels], interleaved RGB or luminance, bytes or floats.
/// </summary>
internal readonly record struct PixelShape
{
    public PixelShape(int height, int width, int channels, bool isFloat)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        long bytes = checked((long)height * width * channels * (isFloat ? sizeof(float) : 1));
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(height),
                $"An image of {width}x{height} pixels and {channels} channels needs {bytes} bytes; "
                + $"the maximum is {Array.MaxLength}.");
        }
        (Height, Width, Channels, IsFloat) = (height, width, channels, isFloat);
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    public bool IsFloat { get; }

    public ImageSize Size => new(Height, Width);

    /// <summary>Values per image.</summary>
    public int Elements => Height * Width * Channels;

    /// <summary>Bytes per image.</summary>
    public int Bytes => Elements * (IsFloat ? sizeof(float) : 1);
}
