using System.Collections.Concurrent;

namespace Microsoft.ML.ResNet;

/// <summary>The workspaces of a network that several threads use at once.</summary>
internal sealed class WorkspacePool(NetworkLayout layout, Arithmetic arithmetic) : IDisposable
{
    private readonly ConcurrentBag<InferenceWorkspace> _idle = [];

    public Rental Rent() => new(this);

    public void Dispose()
    {
        while (_idle.TryTake(out InferenceWorkspace? workspace))
            workspace.Dispose();
    }

    private InferenceWorkspace Take() =>
        _idle.TryTake(out InferenceWorkspace? idle) ? idle : new InferenceWorkspace(layout, arithmetic);

    private void GiveBack(InferenceWorkspace workspace)
    {
        // More calls at once than CPUs are rare: what they took beyond is given back to the system.
        if (_idle.Count < Environment.ProcessorCount)
            _idle.Add(workspace);
        else
            workspace.Dispose();
    }

    /// <summary>A call's claim on a workspace.</summary>
    public readonly struct Rental(WorkspacePool pool) : IDisposable
    {
        public InferenceWorkspace Workspace { get; } = pool.Take();

        public void Dispose() => pool.GiveBack(Workspace);
    }
}
