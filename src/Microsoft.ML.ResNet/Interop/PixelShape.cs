namespace Microsoft.ML.ResNet.Interop;

/// <summary>The size of an image in pixels.</summary>
internal readonly record struct ImageSize(int Height, int Width);

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

/// <summary>
/// Borrowed memory with stored images, [Count][height][width][channels]. The network's input is a crop of each.
/// </summary>
/// <param name="Pixels">Address of the first image; valid during the call that receives it.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Shape">Shape of every image.</param>
internal readonly record struct PixelBuffer(nint Pixels, long Count, PixelShape Shape);
