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
