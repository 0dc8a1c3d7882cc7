using System.IO.MemoryMappedFiles;

namespace Microsoft.ML.ResNet;

/// <summary>Images in a temporary file mapped for reading: the system keeps in memory what fits.</summary>
internal sealed unsafe class MappedPixelStore : PixelStore
{
    private readonly TemporaryFile _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _pointer;

    public MappedPixelStore(PixelShape shape, long count, TemporaryFile file)
        : base(shape, count)
    {
        _file = file;
        _map = MemoryMappedFile.CreateFromFile(
            file.Handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        try
        {
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _map.Dispose();
            throw;
        }
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
        _pointer += _view.PointerOffset;
    }

    public override nint Pointer => (nint)_pointer;

    public override void Dispose()
    {
        if (_pointer != null)
        {
            _pointer = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }
}
