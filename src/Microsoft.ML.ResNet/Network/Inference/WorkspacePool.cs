using System.Collections.Concurrent;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>A pool of workspaces, so that several threads can use one network at the same time.</summary>
internal sealed class WorkspacePool(NetworkLayout layout, Arithmetic arithmetic) : IDisposable
{
    private readonly ConcurrentBag<Owned> _idle = [];

    public Rental Rent() => new(this);

    public void Dispose()
    {
        while (_idle.TryTake(out Owned owned))
            owned.Arena.Dispose();
    }

    private Owned Take()
    {
        if (_idle.TryTake(out Owned idle))
            return idle;
        NativeArena arena = new();
        try
        {
            return new Owned(new InferenceWorkspace(layout, arithmetic, arena), arena);
        }
        catch
        {
            arena.Dispose();
            throw;
        }
    }

    private void Return(Owned owned)
    {
        // More concurrent calls than CPUs are rare, so the workspaces beyond that number are freed.
        if (_idle.Count < Environment.ProcessorCount)
            _idle.Add(owned);
        else
            owned.Arena.Dispose();
    }

    /// <summary>A workspace that one call rents from the pool.</summary>
    public readonly struct Rental(WorkspacePool pool) : IDisposable
    {
        private readonly Owned _owned = pool.Take();

        public InferenceWorkspace Workspace => _owned.Workspace;

        public void Dispose() => pool.Return(_owned);
    }

    private readonly record struct Owned(InferenceWorkspace Workspace, NativeArena Arena);
}
