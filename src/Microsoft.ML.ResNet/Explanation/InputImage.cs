using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Copies of an image as a network sees it: the centre of what is stored, [height][width][channels].</summary>
internal sealed class InputImage
{
    private readonly byte[] _pixels;

    public PixelShape Shape { get; }

    /// <summary>The first row and column of the centre in the stored image.</summary>
    public static (int Top, int Left) Centre(ImageSpecification stored, ResNetModel network) =>
        ((stored.Height - network.Height) / 2, (stored.Width - network.Width) / 2);

    private InputImage(PixelShape shape, int count)
    {
        Shape = shape;
        // Pinned, because the native side reads it in place.
        _pixels = GC.AllocateUninitializedArray<byte>(checked(shape.Bytes * count), pinned: true);
    }

    /// <summary>The centre of a stored image.</summary>
    public static InputImage FromStored(ReadOnlySpan<byte> stored, ImageSpecification specification, ResNetModel network)
    {
        PixelShape from = specification.Shape;
        InputImage seen = new(new PixelShape(network.Height, network.Width, from.Channels, from.IsFloat), 1);
        (int top, int left) = Centre(specification, network);
        int row = seen.Shape.Bytes / seen.Shape.Height, storedRow = from.Bytes / from.Height;
        int offset = left * (storedRow / from.Width);
        for (int y = 0; y < seen.Shape.Height; y++)
            stored.Slice((top + y) * storedRow + offset, row).CopyTo(seen._pixels.AsSpan(y * row, row));
        return seen;
    }

    /// <summary>So many copies.</summary>
    public InputImage Repeat(int count)
    {
        InputImage copies = new(Shape, count);
        for (int i = 0; i < count; i++)
            _pixels.AsSpan(0, Shape.Bytes).CopyTo(copies.Pixels(i));
        return copies;
    }

    public Span<byte> Pixels(int copy) => _pixels.AsSpan(copy * Shape.Bytes, Shape.Bytes);

    /// <summary>The first copies where they lie.</summary>
    public unsafe PixelBuffer Source(int count) =>
        new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pixels)), count, Shape);

    /// <summary>Gray or colours of 8 bits; pixels of Single are stretched from their smallest to their largest.</summary>
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
