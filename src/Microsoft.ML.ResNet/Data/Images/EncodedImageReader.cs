using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads the content of image files; <see cref="ImageChunk.Decode"/> decodes it later.</summary>
internal sealed class EncodedImageReader(ValueGetter<VBuffer<byte>> getter) : ImageReader
{
    private VBuffer<byte> _content;

    public override void Read(ImageChunk chunk, int slot)
    {
        if (!TryGet(getter, ref _content, chunk, slot))
            return;
        if (_content.Length == 0)
            chunk.SetBad(slot, new BadImage("is missing: its file does not exist or is empty"));
        else if (_content.IsDense)
            chunk.SetEncoded(slot, _content.GetValues());
        else
            chunk.SetEncoded(slot, _content.DenseValues().ToArray());
    }
}
