using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Images in unmanaged memory, out of the way of the garbage collector and free to pass 2 GB.</summary>
internal sealed class MemoryPixelStore(PixelShape shape, long count, NativeBlock block) : PixelStore(shape, count)
{
    public override nint Pointer => block.Pointer;

    public override void Dispose() => block.Dispose();
}
