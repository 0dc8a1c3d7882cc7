using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>A pixel store in a pinned array.</summary>
internal sealed class ArrayPixelStore : PixelStore
{
    private readonly Array _pixels;

    private ArrayPixelStore(PixelShape shape, long count, Array pixels)
        : base(shape, count) => _pixels = pixels;

    public static ArrayPixelStore Bytes(int count, int size, int channels, Func<int, byte> pixel)
    {
        byte[] pixels = GC.AllocateArray<byte>(count * size * size * channels, pinned: true);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = pixel(i);
        return new ArrayPixelStore(new PixelShape(size, size, channels, isFloat: false), count, pixels);
    }

    public static ArrayPixelStore Floats(int count, int size, int channels, Func<int, float> pixel)
    {
        float[] pixels = GC.AllocateArray<float>(count * size * size * channels, pinned: true);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = pixel(i);
        return new ArrayPixelStore(new PixelShape(size, size, channels, isFloat: true), count, pixels);
    }

    public override nint Pointer => Marshal.UnsafeAddrOfPinnedArrayElement(_pixels, 0);

    public double Pixel(int index) => Convert.ToDouble(_pixels.GetValue(index), null);

    public override void Dispose()
    {
    }
}
