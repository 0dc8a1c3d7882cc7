using System.IO.MemoryMappedFiles;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Images in a memory-mapped temporary file. The system caches what fits; the process itself keeps at most
/// <see cref="ResidentBytes"/> resident, plus the pages read since the last check.
/// </summary>
internal sealed unsafe class MappedPixelStore : PixelStore
{
    /// <summary>Resident bytes of the file after which all its pages are unmapped.</summary>
    public const long ResidentBytes = 64 << 20;

    // On a page fault, Linux also maps the cached pages in an aligned window of this size.
    private const int FaultAroundBytes = TemporaryFile.WriteBytes;

    private readonly TemporaryFile _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long _touchedByImage; // upper bound
    private byte* _pointer;
    private long _touched;

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
        _touchedByImage = (shape.Bytes / FaultAroundBytes + 2L) * FaultAroundBytes;
        // Rows are read in random order and requested by Prefetch, so the kernel's read-ahead would be wasted.
        Advise(MemoryAdvice.Random, 0, Length);
    }

    public override nint Pointer => (nint)_pointer;

    private long Length => Count * Shape.Bytes;

    public override void Prefetch(ReadOnlySpan<long> rows)
    {
        for (int i = 0; i < rows.Length;)
        {
            int run = 1;
            while (i + run < rows.Length && rows[i + run] == rows[i] + run)
                run++;
            Advise(MemoryAdvice.WillNeed, rows[i] * Shape.Bytes, (long)run * Shape.Bytes);
            i += run;
        }
    }

    // Safe while another thread reads images: the pages that it needs are mapped again from the cache.
    public override void Release(int images)
    {
        if (Interlocked.Add(ref _touched, images * _touchedByImage) < ResidentBytes)
            return;
        Interlocked.Exchange(ref _touched, 0);
        Advise(MemoryAdvice.DontNeed, 0, Length);
    }

    // Extends the range to whole pages.
    private void Advise(MemoryAdvice advice, long offset, long bytes)
    {
        long start = offset / Environment.SystemPageSize * Environment.SystemPageSize;
        advice.Apply(_pointer + start, (nuint)(offset + bytes - start));
    }

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
