using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Features;

/// <summary>
/// From the layout of networks to that of vectors: [pixels][channels] of any type to [channels][pixels] of floats.
/// </summary>
internal static unsafe class ChannelPlanes
{
    // What a tile reads is a line of the cache for every pixel, what it writes a few for every channel.
    private const int TileChannels = 16, TilePixels = 32;

    // Copying less is over before other threads have begun.
    private const int ParallelLength = 1 << 16;

    /// <param name="maps">[n][pixels][channels].</param>
    /// <param name="n">Number of images.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="scale">What every value is multiplied by.</param>
    /// <param name="rows">Gets the images, [channels][pixels] each.</param>
    /// <param name="rowLength">From the beginning of one image to that of the next.</param>
    public static void Copy(
        NativeBuffer maps, int n, int pixels, int channels, float scale, Span<float> rows, int rowLength)
    {
        int length = pixels * channels;
        if (maps.Length < (long)n * length || rows.Length < (long)(n - 1) * rowLength + length)
            throw new ArgumentException($"There is no room for {n} maps of {length} values.", nameof(rows));
        fixed (float* target = rows)
        {
            var (from, to) = ((nint)maps.Data, (nint)target);
            int size = maps.Type.Size();
            Action<nint, nint> copy = maps.Type switch
            {
                ElementType.Float32 => (x, y) => Copy<float, Single>((float*)x, pixels, channels, scale, (float*)y),
                ElementType.BFloat16 => (x, y) => Copy<ushort, Brain>((ushort*)x, pixels, channels, scale, (float*)y),
                _ => (x, y) => Copy<byte, Quantum>((byte*)x, pixels, channels, scale, (float*)y),
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

    private readonly struct Brain : IConversion<ushort>
    {
        public static float ToSingle(ushort value) => BitConverter.Int32BitsToSingle(value << 16);
    }

    private readonly struct Quantum : IConversion<byte>
    {
        public static float ToSingle(byte value) => value;
    }
}
