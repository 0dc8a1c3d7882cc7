namespace Microsoft.ML.ResNet;

/// <summary>
/// Decoded images, read once from the cursor and then only looked at: [Count][Height][Width][Channels] at a stable
/// address.
/// </summary>
/// <remarks>Built by <see cref="PixelStoreBuilder"/>; lies in memory or in a mapped temporary file.</remarks>
internal abstract class PixelStore(PixelShape shape, long count) : IDisposable
{
    public PixelShape Shape { get; } = shape;

    /// <summary>Number of images.</summary>
    public long Count { get; } = count;

    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public int Channels => Shape.Channels;

    /// <summary>Whether a pixel value is a float; otherwise a byte.</summary>
    public bool IsFloat => Shape.IsFloat;

    /// <summary>Address of the first image; valid until <see cref="Dispose"/>.</summary>
    public abstract nint Pointer { get; }

    public abstract void Dispose();
}
