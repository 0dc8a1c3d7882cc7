using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet;

/// <summary>Adds to a data view what in every image speaks for its class, as a vector of Single.</summary>
/// <remarks>
/// <para>Made by <see cref="ResNetExplanationEstimator"/>, or loaded with <c>mlContext.Model.Load</c>.</para>
/// <para>
/// The column has the dimensions [height, width] of the network's input, and the values of
/// <see cref="ResNetExplanation.Map"/>. An image that cannot be decoded is treated as
/// <see cref="ResNetClassifierEstimator.Options.BadImages"/> said in training: NaN where it is passed over.
/// </para>
/// <para>
/// Thread-safe. <see cref="Dispose"/> frees the native memory as soon as the last cursor and prediction engine over
/// this model is gone; those go on working, and the transformer can be used again after it.
/// </para>
/// </remarks>
public sealed class ResNetExplanationTransformer : ITransformer, IDisposable
{
    private readonly ExplanationModel _model;
    private readonly SharedNetwork<Explainer> _explainer;

    internal ResNetExplanationTransformer(ExplanationModel model)
    {
        _model = model;
        _explainer = new SharedNetwork<Explainer>(_ => new Explainer(model.Classifier));
    }

    /// <summary>Name of the column of maps.</summary>
    public string OutputColumnName => _model.Output;

    /// <summary>Name of the image column: the classifier's.</summary>
    public string ImageColumnName => _model.Classifier.Columns.Image;

    /// <summary>How the maps are made.</summary>
    public ResNetExplanationMethod Method => _model.Plan.Method;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The input schema with the maps.</summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).Output;
    }

    /// <summary>Adds the maps; nothing is computed before they are read.</summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoringDataView(Bind(input.Schema), input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ScoringRowMapper(Bind(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => MlNetExplanationFile.Save(ctx, _model);

    /// <summary>Frees native memory once nothing uses it.</summary>
    public void Dispose() => _explainer.Dispose();

    private ExplanationBindings Bind(DataViewSchema input) => new(_model, _explainer, input);
}
