namespace Microsoft.ML.ResNet.Interop;

/// <summary>A tensor's range in one of the network's contiguous buffers, in elements.</summary>
internal readonly record struct ParameterRange(long Offset, long Length)
{
    public long End => Offset + Length;
}
