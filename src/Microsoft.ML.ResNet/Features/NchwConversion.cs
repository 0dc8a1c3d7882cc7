using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Features;

/// <summary>
/// Transposes the network's NHWC layout to the NCHW layout of output vectors, and converts the values to float.
/// </summary>
internal static unsafe class NchwConversion
{
    // A tile reads about one cache line per pixel and writes a few per channel.
    private const int TileChannels = 16, TilePixels = 32;

    // Below this length, starting other threads takes longer than copying.
    private const int ParallelLength = 1 << 16;

    /// <param name="maps">[n][pixels][channels].</param>
    /// <param name="n">Number of images.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="scale">Factor for every value.</param>
    /// <param name="rows">Receives the images, [channels][pixels] each.</param>
    /// <param name="rowLength">Distance between the starts of consecutive images.</param>
    public static void Transpose(
        NativeBuffer maps, int n, int pixels, int channels, float scale, Span<float> rows, int rowLength)
    {
        int length = pixels * channels;
        if (maps.Length < (long)n * length || rows.Length < (long)(n - 1) * rowLength + length)
            throw new ArgumentException($"The buffers cannot hold {n} maps of {length} values.", nameof(rows));
        fixed (float* target = rows)
        {
            var (from, to) = ((nint)maps.Data, (nint)target);
            int size = maps.Type.Size();
            Action<nint, nint> copy = maps.Type switch
            {
                ElementType.Float32 => (x, y) => Copy<float, Single>((float*)x, pixels, channels, scale, (float*)y),
                ElementType.BFloat16 => (x, y) => Copy<ushort, BFloat16>((ushort*)x, pixels, channels, scale, (float*)y),
                _ => (x, y) => Copy<byte, UInt8>((byte*)x, pixels, channels, scale, (float*)y),
            };
            void CopyImage(int i) => copy(
                from + (nint)((long)i * length * size), to + (nint)((long)i * rowLength * sizeof(float)));
            if ((long)n * length >= ParallelLength)
                Parallel.For(0, n, CopyImage);
            else
                for (int i = 0; i < n; i++)
                    CopyImage(i);
        }
    }

    private static void Copy<T, TConversion>(T* x, int pixels, int channels, float scale, float* y)
        where T : unmanaged
        where TConversion : IConversion<T>
    {
        for (int firstPixel = 0; firstPixel < pixels; firstPixel += TilePixels)
        {
            int endPixel = Math.Min(pixels, firstPixel + TilePixels);
            for (int firstChannel = 0; firstChannel < channels; firstChannel += TileChannels)
            {
                int endChannel = Math.Min(channels, firstChannel + TileChannels);
                for (int c = firstChannel; c < endChannel; c++)
                {
                    float* plane = y + (long)c * pixels;
                    for (int p = firstPixel; p < endPixel; p++)
                        plane[p] = TConversion.ToSingle(x[(long)p * channels + c]) * scale;
                }
            }
        }
    }

    private interface IConversion<T>
    {
        static abstract float ToSingle(T value);
    }

    private readonly struct Single : IConversion<float>
    {
        public static float ToSingle(float value) => value;
    }

    private readonly struct BFloat16 : IConversion<ushort>
    {
        public static float ToSingle(ushort value) => BitConverter.Int32BitsToSingle(value << 16);
    }

    private readonly struct UInt8 : IConversion<byte>
    {
        public static float ToSingle(byte value) => value;
    }
}
