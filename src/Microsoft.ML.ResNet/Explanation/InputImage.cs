using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>
/// One or more copies of the network's input for an image: the center crop of the stored image,
/// [height][width][channels].
/// </summary>
internal sealed class InputImage
{
    private readonly byte[] _pixels;

    public PixelShape Shape { get; }

    /// <summary>First row and column of the center crop in the stored image.</summary>
    public static (int Top, int Left) Centre(ImageSpecification stored, ResNetModel network) =>
        ((stored.Height - network.Height) / 2, (stored.Width - network.Width) / 2);

    private InputImage(PixelShape shape, int count)
    {
        Shape = shape;
        // Pinned, because native code reads it in place.
        _pixels = GC.AllocateUninitializedArray<byte>(checked(shape.Bytes * count), pinned: true);
    }

    /// <summary>The center crop of a stored image.</summary>
    public static InputImage FromStored(ReadOnlySpan<byte> stored, ImageSpecification specification, ResNetModel network)
    {
        PixelShape from = specification.Shape;
        InputImage crop = new(new PixelShape(network.Height, network.Width, from.Channels, from.IsFloat), 1);
        (int top, int left) = Centre(specification, network);
        int row = crop.Shape.Bytes / crop.Shape.Height, storedRow = from.Bytes / from.Height;
        int offset = left * (storedRow / from.Width);
        for (int y = 0; y < crop.Shape.Height; y++)
            stored.Slice((top + y) * storedRow + offset, row).CopyTo(crop._pixels.AsSpan(y * row, row));
        return crop;
    }

    /// <summary>Creates several copies of the image.</summary>
    public InputImage Repeat(int count)
    {
        InputImage copies = new(Shape, count);
        for (int i = 0; i < count; i++)
            _pixels.AsSpan(0, Shape.Bytes).CopyTo(copies.Pixels(i));
        return copies;
    }

    public Span<byte> Pixels(int copy) => _pixels.AsSpan(copy * Shape.Bytes, Shape.Bytes);

    /// <summary>The first copies, in place.</summary>
    public unsafe PixelBuffer Source(int count) =>
        new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pixels)), count, Shape);

    /// <summary>The image as bytes; Single pixels are scaled from their minimum and maximum to 0 and 255.</summary>
    public byte[] ToBytes()
    {
        if (!Shape.IsFloat)
            return Pixels(0).ToArray();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(Pixels(0));
        (float low, float high) = (float.MaxValue, float.MinValue);
        foreach (float value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length && high > low; i++)
            bytes[i] = (byte)MathF.Round((values[i] - low) / (high - low) * byte.MaxValue);
        return bytes;
    }
}
