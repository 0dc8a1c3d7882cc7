using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Class probabilities of the row at which an input stands; computed when first asked for. Not thread-safe.
/// </summary>
internal abstract class RowScores(ScoringBindings bindings) : IDisposable
{
    protected ScoringBindings Bindings { get; } = bindings;

    /// <summary>
    /// Probabilities of the current row; empty for an image that cannot be decoded and may be passed over.
    /// </summary>
    protected abstract ReadOnlySpan<float> Current { get; }

    public abstract void Dispose();

    /// <summary>The getter of one of the added columns.</summary>
    public Delegate GetterOf(DataViewSchema.Column column) => Bindings.IsScore(column)
        ? (ValueGetter<VBuffer<float>>)GetScore
        : Bindings.Model.Rule.IsMultiLabel
            ? (ValueGetter<VBuffer<uint>>)GetPredictedLabels
            : (ValueGetter<uint>)GetPredictedLabel;

    /// <summary>Throws for a bad image, unless the policy is to pass over it.</summary>
    protected void Accept(BadImage bad, long row, string? path)
    {
        if (bad.IsMisfit || Bindings.Model.BadImages == BadImagePolicy.Throw)
            throw bad.ToException(row, path);
    }

    private void GetScore(ref VBuffer<float> score)
    {
        ReadOnlySpan<float> probabilities = Current;
        VBufferEditor<float> editor = VBufferEditor.Create(ref score, Bindings.Model.Classes.Count);
        if (probabilities.IsEmpty)
            editor.Values.Fill(float.NaN);
        else
            probabilities.CopyTo(editor.Values);
        score = editor.Commit();
    }

    private void GetPredictedLabel(ref uint label) =>
        label = PredictedLabels.One(Current, Bindings.Model.Rule.Threshold);

    private void GetPredictedLabels(ref VBuffer<uint> labels) =>
        PredictedLabels.All(Current, Bindings.Model.Rule.Threshold, ref labels);
}
