using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>The computed values of the input's current row, computed on first access. Not thread-safe.</summary>
internal abstract class RowValues(ScoringBindings bindings, ImageComputation computation) : IDisposable
{
    protected ScoringBindings Bindings { get; } = bindings;

    protected ImageComputation Computation { get; } = computation;

    /// <summary>Values of the current row; empty for a bad image that the policy skips.</summary>
    protected abstract ReadOnlySpan<float> Current { get; }

    /// <summary>Creates the getter of a computed column.</summary>
    public Delegate CreateGetter(DataViewSchema.Column column) => Computation.CreateGetter(column, () => Current);

    public virtual void Dispose() => Computation.Dispose();

    /// <summary>Throws for a bad image unless the policy is to skip it.</summary>
    protected void ThrowUnlessSkipped(BadImage bad, long row, string? path)
    {
        if (bad.IsWrongSize || Bindings.BadImages == ResNetBadImagePolicy.Throw)
            throw bad.ToException(row, path);
    }
}
