using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>The members of <see cref="ITransformer"/> that all transformers of images implement in the same way.</summary>
/// <param name="bind">Binds the transformer's model to an input schema.</param>
internal sealed class ScoringMapper(Func<DataViewSchema, ScoringBindings> bind)
{
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return bind(inputSchema).Output;
    }

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoringDataView(bind(input.Schema), input);
    }

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ScoringRowMapper(bind(inputSchema));
    }
}
