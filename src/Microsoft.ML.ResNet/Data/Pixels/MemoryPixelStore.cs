using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Images in unmanaged memory, which may exceed 2 GB and does not burden the garbage collector.</summary>
internal sealed class MemoryPixelStore(PixelShape shape, long count, NativeBlock block) : PixelStore(shape, count)
{
    public override nint Pointer => block.Pointer;

    public override void Dispose() => block.Dispose();
}
