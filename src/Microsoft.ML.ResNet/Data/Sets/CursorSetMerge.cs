using System.Collections.Concurrent;

namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// Reads and decodes the cursors of a set, each on its own thread, and returns their rows in the order of the data view,
/// which follows from the rows' batch numbers.
/// </summary>
internal sealed class CursorSetMerge : IDisposable
{
    // Number of chunks that a cursor may read ahead.
    private const int Ahead = 1;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<LabeledChunk> _free = [];
    private readonly Lane[] _lanes;

    public CursorSetMerge(
        DataViewRowCursor[] cursors, DatasetColumns columns, ImageSpecification specification,
        Func<LabeledChunk> newChunk)
    {
        LabeledChunk Rent() => _free.TryTake(out LabeledChunk? chunk) ? chunk : newChunk();
        _lanes = Array.ConvertAll(cursors, cursor => new Lane(cursor, columns, specification, Rent, _stop.Token));
    }

    /// <summary>The next chunk in the order of the data, or null at the end.</summary>
    public LabeledChunk? Next()
    {
        Lane? first = null;
        foreach (Lane lane in _lanes)
        {
            if (lane.Head is { } head && (first is null || head.Batch < first.Head!.Batch))
                first = lane;
        }
        return first?.Take();
    }

    /// <summary>Returns a chunk to the pool that all cursors use.</summary>
    public void Return(LabeledChunk chunk) => _free.Add(chunk);

    public void Dispose()
    {
        _stop.Cancel();
        foreach (Lane lane in _lanes)
            lane.Dispose();
        foreach (LabeledChunk chunk in _free)
            chunk.Dispose();
        _stop.Dispose();
    }

    /// <summary>One cursor and its thread.</summary>
    private sealed class Lane : IDisposable
    {
        private readonly BlockingCollection<LabeledChunk> _chunks = new(Ahead);
        private readonly Task _task;
        private LabeledChunk? _head;

        public Lane(
            DataViewRowCursor cursor, DatasetColumns columns, ImageSpecification specification, Func<LabeledChunk> rent,
            CancellationToken stop)
        {
            _task = Task.Factory.StartNew(
                () => Run(cursor, columns, specification, rent, stop),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        public LabeledChunk? Head
        {
            get
            {
                if (_head is null && !_chunks.TryTake(out _head, Timeout.Infinite))
                    _task.GetAwaiter().GetResult();
                return _head;
            }
        }

        public LabeledChunk? Take()
        {
            LabeledChunk? head = Head;
            _head = null;
            return head;
        }

        public void Dispose()
        {
            _head?.Dispose();
            // An exception of the task was rethrown by Head already, or is no longer of interest.
            _task.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
            foreach (LabeledChunk chunk in _chunks)
                chunk.Dispose();
            _chunks.Dispose();
        }

        private void Run(
            DataViewRowCursor cursor, DatasetColumns columns, ImageSpecification specification, Func<LabeledChunk> rent,
            CancellationToken stop)
        {
            try
            {
                var decoder = new EncodedImageDecoder(specification);
                using var rows = new ChunkReader(cursor, columns, specification);
                while (!stop.IsCancellationRequested)
                {
                    LabeledChunk chunk = rent();
                    if (!rows.Fill(chunk))
                    {
                        chunk.Dispose();
                        return;
                    }
                    chunk.Images.Decode(decoder, threads: 1);
                    _chunks.Add(chunk, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            finally
            {
                _chunks.CompleteAdding();
            }
        }
    }
}
