using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>
/// What is computed of the row at which an input stands, when it is first asked for. Not thread-safe.
/// </summary>
internal abstract class RowValues(ScoringBindings bindings, ImageComputation computation) : IDisposable
{
    protected ScoringBindings Bindings { get; } = bindings;

    protected ImageComputation Computation { get; } = computation;

    /// <summary>
    /// Values of the current row; empty for an image that cannot be decoded and may be passed over.
    /// </summary>
    protected abstract ReadOnlySpan<float> Current { get; }

    /// <summary>The getter of one of the added columns.</summary>
    public Delegate GetterOf(DataViewSchema.Column column) => Computation.GetterOf(column, () => Current);

    public virtual void Dispose() => Computation.Dispose();

    /// <summary>Throws for a bad image, unless the policy is to pass over it.</summary>
    protected void Accept(BadImage bad, long row, string? path)
    {
        if (bad.IsMisfit || Bindings.BadImages == ResNetBadImagePolicy.Throw)
            throw bad.ToException(row, path);
    }
}
