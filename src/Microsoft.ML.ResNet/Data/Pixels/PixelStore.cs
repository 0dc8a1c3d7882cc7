using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

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

    /// <summary>A copy of one image's bytes.</summary>
    public unsafe byte[] Copy(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return new ReadOnlySpan<byte>((byte*)Pointer + row * Shape.Bytes, Shape.Bytes).ToArray();
    }

    /// <summary>Says that images will be looked at soon: a store on disk begins to read them.</summary>
    public virtual void Prefetch(ReadOnlySpan<long> rows)
    {
    }

    /// <summary>
    /// Says that so many images were looked at: a store on disk gives back their memory from time to time.
    /// </summary>
    public virtual void Release(int images)
    {
    }

    public abstract void Dispose();
}
