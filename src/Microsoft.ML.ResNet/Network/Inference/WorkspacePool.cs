using System.Collections.Concurrent;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The workspaces of a network that several threads use at once.</summary>
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

    private void GiveBack(Owned owned)
    {
        // More calls at once than CPUs are rare: what they took beyond is given back to the system.
        if (_idle.Count < Environment.ProcessorCount)
            _idle.Add(owned);
        else
            owned.Arena.Dispose();
    }

    /// <summary>A call's claim on a workspace.</summary>
    public readonly struct Rental(WorkspacePool pool) : IDisposable
    {
        private readonly Owned _owned = pool.Take();

        public InferenceWorkspace Workspace => _owned.Workspace;

        public void Dispose() => pool.GiveBack(_owned);
    }

    private readonly record struct Owned(InferenceWorkspace Workspace, NativeArena Arena);
}
