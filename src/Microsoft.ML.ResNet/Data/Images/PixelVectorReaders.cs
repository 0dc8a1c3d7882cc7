using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads vectors of float pixel values, in any scale.</summary>
internal sealed class FloatPixelReader(ValueGetter<VBuffer<float>> getter, ImageSpecification specification)
    : ImageReader
{
    private VBuffer<float> _vector;
    private readonly float[] _dense = new float[specification.Shape.Elements];

    public override void Read(ImageChunk chunk, int slot)
    {
        if (!TryGet(getter, ref _vector, chunk, slot))
            return;
        if (_vector.Length != _dense.Length)
        {
            chunk.SetBad(slot, PixelVector.WrongLength(_vector.Length, specification));
            return;
        }
        _vector.CopyTo(_dense);
        // MaxMagnitude is NaN or infinite if any value is.
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(_dense)))
            chunk.SetBad(slot, new BadImage("has a pixel value that is not a finite number"));
        else
            PixelVector.Interleave<float>(_dense, specification, MemoryMarshal.Cast<byte, float>(chunk.Pixels(slot)));
    }
}

/// <summary>Reads vectors of byte pixel values.</summary>
internal sealed class BytePixelReader(ValueGetter<VBuffer<byte>> getter, ImageSpecification specification) : ImageReader
{
    private VBuffer<byte> _vector;
    private readonly byte[] _dense = new byte[specification.Shape.Elements];

    public override void Read(ImageChunk chunk, int slot)
    {
        if (!TryGet(getter, ref _vector, chunk, slot))
            return;
        if (_vector.Length != _dense.Length)
            chunk.SetBad(slot, PixelVector.WrongLength(_vector.Length, specification));
        else
        {
            _vector.CopyTo(_dense);
            PixelVector.Interleave<byte>(_dense, specification, chunk.Pixels(slot));
        }
    }
}

/// <summary>Helpers shared by byte and float pixel vectors.</summary>
internal static class PixelVector
{
    /// <summary>Copies pixels to [Height][Width][Channels].</summary>
    public static void Interleave<T>(ReadOnlySpan<T> vector, ImageSpecification specification, Span<T> pixels)
    {
        int channels = specification.Channels;
        if (specification.Layout == ResNetPixelLayout.Interleaved || channels == 1)
        {
            vector.CopyTo(pixels);
            return;
        }
        int plane = specification.Height * specification.Width;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<T> source = vector.Slice(channel * plane, plane);
            for (int i = 0; i < source.Length; i++)
                pixels[i * channels + channel] = source[i];
        }
    }

    public static BadImage WrongLength(int length, ImageSpecification specification) => new(
        $"has {length} values where {specification.Height} x {specification.Width} x {specification.Channels} = "
        + $"{specification.Shape.Elements} are expected.", IsWrongSize: true);
}
