using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

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
