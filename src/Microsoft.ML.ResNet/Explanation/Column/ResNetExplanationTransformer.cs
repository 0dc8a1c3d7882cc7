using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet;

/// <summary>Adds a column with a heat map of the evidence for each image's class, as a vector of Single.</summary>
/// <remarks>
/// <para>Created by <see cref="ResNetExplanationEstimator"/>, or loaded with <c>mlContext.Model.Load</c>.</para>
/// <para>
/// The column has the dimensions [height, width] of the network's input and contains
/// <see cref="ResNetExplanation.Map"/>. Images that cannot be decoded are handled as
/// <see cref="ResNetClassifierEstimator.Options.BadImages"/> was set in training; a skipped image gives NaN.
/// </para>
/// <para>
/// Thread-safe. <see cref="Dispose"/> frees the native memory when the last cursor and prediction engine of this
/// model is released; until then they keep working. Using the transformer again allocates the memory again.
/// </para>
/// </remarks>
public sealed class ResNetExplanationTransformer : ITransformer, IDisposable
{
    private readonly ExplanationModel _model;
    private readonly SharedNetwork<Explainer> _explainer;
    private readonly ScoringMapper _mapper;

    internal ResNetExplanationTransformer(ExplanationModel model)
    {
        _model = model;
        _explainer = new SharedNetwork<Explainer>(_ => new Explainer(model.Classifier));
        _mapper = new ScoringMapper(input => new ExplanationBindings(model, _explainer, input));
    }

    /// <summary>Name of the heat-map column.</summary>
    public string OutputColumnName => _model.Output;

    /// <summary>Name of the image column: the classifier's.</summary>
    public string ImageColumnName => _model.Classifier.Columns.Image;

    /// <summary>The method that computes the heat maps.</summary>
    public ResNetExplanationMethod Method => _model.Plan.Method;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The input schema with the heat-map column.</summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or has a type or size that the network does not accept.
    /// </exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapper.GetOutputSchema(inputSchema);

    /// <summary>Adds the heat maps, which are computed when they are read.</summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or has a type or size that the network does not accept.
    /// </exception>
    public IDataView Transform(IDataView input) => _mapper.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        _mapper.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => MlNetExplanationFile.Save(ctx, _model);

    /// <summary>Frees native memory once it is no longer in use.</summary>
    public void Dispose() => _explainer.Dispose();
}
