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
        else
            Keep(_content.IsDense ? _content.GetValues() : _content.DenseValues().ToArray(), chunk, slot);
    }

    private void Keep(ReadOnlySpan<byte> content, ImageChunk chunk, int slot)
    {
        FirstLook?.Meet(content);
        chunk.SetEncoded(slot, content);
    }
}
