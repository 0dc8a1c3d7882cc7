using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Decoded images, written once and then read-only: [Count][Height][Width][Channels] at a fixed address.
/// </summary>
/// <remarks>Built by <see cref="PixelStoreBuilder"/>, in memory or in a memory-mapped temporary file.</remarks>
internal abstract class PixelStore(PixelShape shape, long count) : IDisposable
{
    public PixelShape Shape { get; } = shape;

    /// <summary>Number of images.</summary>
    public long Count { get; } = count;

    public int Height => Shape.Height;

    public int Width => Shape.Width;

    public int Channels => Shape.Channels;

    /// <summary>Whether pixel values are floats; otherwise bytes.</summary>
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

    /// <summary>Announces that images will be read soon; a store on disk starts reading them.</summary>
    public virtual void Prefetch(ReadOnlySpan<long> rows)
    {
    }

    /// <summary>Announces that this many images were read; a store on disk occasionally frees their memory.</summary>
    public virtual void Release(int images)
    {
    }

    public abstract void Dispose();
}
