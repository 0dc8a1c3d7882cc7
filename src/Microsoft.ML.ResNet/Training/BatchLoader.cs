using System.Runtime.ExceptionServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Loads the next mini-batch on a background thread while the network trains on the current one. Each epoch has its own
/// shuffled order.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly ImageSubset _set;
    private readonly TrainingSettings _settings;
    private readonly BatchPlan _plan;
    private readonly Augmentation _augmentation;
    private readonly NativeArena _arena = new();
    private readonly NativeContext _context;
    private readonly LoadedBatch[] _slots = new LoadedBatch[2]; // double buffering: one trains, one loads
    private readonly SemaphoreSlim _free = new(2);
    private readonly SemaphoreSlim _loaded = new(0);
    private readonly Thread _thread;
    private readonly int _firstEpoch, _firstBatch;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _stop;
    private long _taken;

    /// <param name="set">The images.</param>
    /// <param name="settings">Epochs, seed and the network's input.</param>
    /// <param name="plan">How an epoch is split into mini-batches.</param>
    /// <param name="augmentation">Draws the views of the images.</param>
    /// <param name="normalization">Applied to every pixel.</param>
    /// <param name="isa">
    /// The instruction set to compute with. Uses a single thread, as training occupies the others.
    /// </param>
    /// <param name="start">The first mini-batch to load; null to start with the first epoch.</param>
    public BatchLoader(
        ImageSubset set, TrainingSettings settings, BatchPlan plan, Augmentation augmentation,
        ChannelNormalization normalization, string isa,
        TrainingPosition? start = null)
    {
        _set = set;
        _settings = settings;
        _plan = plan;
        _augmentation = augmentation;
        _context = NativeContext.Create(1, isa);
        for (int i = 0; i < _slots.Length; i++)
            _slots[i] = new LoadedBatch(set, settings, normalization, _context, _arena, plan.Largest);
        (_firstEpoch, _firstBatch) = (start?.Epoch ?? 0, start?.Batch ?? 0);
        _thread = new Thread(Run) { IsBackground = true, Name = "ResNet batch loader" };
        _thread.Start();
    }

    /// <summary>The next batch, valid until the next call.</summary>
    public LoadedBatch Next()
    {
        if (_taken > 0)
            _free.Release();
        _loaded.Wait();
        _failure?.Throw();
        return _slots[_taken++ % _slots.Length];
    }

    private void Run()
    {
        try
        {
            long[] order = new long[_set.Rows.Length];
            long filled = 0;
            for (int epoch = _firstEpoch; epoch < _settings.Options.Epochs; epoch++)
            {
                Shuffle(order, epoch);
                for (int batch = epoch == _firstEpoch ? _firstBatch : 0; batch < _plan.Count; batch++)
                {
                    Span<long> rows = order.AsSpan(_plan.StartOf(batch), _plan.SizeOf(batch));
                    _set.Pixels.Prefetch(rows); // reads from disk while the network trains on earlier batches
                    _free.Wait();
                    if (_stop)
                        return;
                    _slots[filled++ % _slots.Length].Fill(rows, _augmentation, epoch);
                    _set.Pixels.Release(rows.Length);
                    _loaded.Release();
                }
            }
        }
        catch (Exception exception) // rethrown on the training thread
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
            _loaded.Release();
        }
    }

    // Fisher-Yates. Always starts from the set's own order, so that a resumed run need not replay earlier epochs.
    private void Shuffle(long[] order, int epoch)
    {
        _set.Rows.Span.CopyTo(order);
        RandomStream random = new(_settings.Seed, RandomPurpose.Order, epoch);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)random.Below((uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    public void Dispose()
    {
        _stop = true;
        _free.Release();
        _thread.Join();
        _arena.Dispose();
        _context.Dispose();
        _free.Dispose();
        _loaded.Dispose();
    }
}
