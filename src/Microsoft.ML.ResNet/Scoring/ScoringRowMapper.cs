using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>Scores single rows for prediction engines.</summary>
internal sealed class ScoringRowMapper(ScoringBindings bindings) : IRowToRowMapper
{
    public DataViewSchema InputSchema => bindings.Input;

    public DataViewSchema OutputSchema => bindings.Output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        DataViewSchema.Column[] needed = [.. dependingColumns];
        IEnumerable<DataViewSchema.Column> passed = bindings.PassedThrough(needed);
        return bindings.NeedScores(needed) ? passed.Union(bindings.ScoringInputs) : passed;
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (input.Schema != InputSchema)
            throw new ArgumentException("The row's schema differs from the one that the mapper was created for.", nameof(input));
        DataViewSchema.Column[] active = [.. activeColumns];
        RowValues? values = bindings.NeedScores(active)
            ? new SingleRowValues(bindings, bindings.Compute(active), input)
            : null;
        return new ScoringRow(bindings, input, values, active);
    }
}
