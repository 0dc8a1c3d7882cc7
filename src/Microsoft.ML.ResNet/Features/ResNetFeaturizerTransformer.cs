using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A trained residual network without its last layers: adds features of images to a data view, as vectors of Single.
/// </summary>
/// <remarks>
/// <para>Made by <see cref="ResNetFeaturizerEstimator"/>, or loaded with <c>mlContext.Model.Load</c>.</para>
/// <para>
/// Pooled features are vectors with a slot for every channel; the map of a stage is a vector with the dimensions
/// [channels, height, width]. An image that cannot be decoded is treated as
/// <see cref="ResNetFeaturizerEstimator.Options.BadImages"/> says. Features are those of the image's centre, whatever
/// views of it (<see cref="ResNetTestTimeAugmentation"/>) the classifier scores.
/// </para>
/// <para>
/// Thread-safe. <see cref="Dispose"/> frees the native memory as soon as the last cursor and prediction engine over
/// this model is gone; those go on working, and the transformer can be used again after it.
/// </para>
/// </remarks>
public sealed class ResNetFeaturizerTransformer : ITransformer, IDisposable
{
    private readonly FeaturizerModel _model;
    private readonly IReadOnlyList<FeatureShape> _shapes;
    private readonly SharedNetwork<FeatureNetwork> _network;
    private readonly ScoringMapper _mapper;

    internal ResNetFeaturizerTransformer(IHostEnvironment environment, FeaturizerModel model)
    {
        _model = model;
        _shapes = model.Shapes();
        int stages = _shapes.Max(shape => shape.Stage);
        _network = new SharedNetwork<FeatureNetwork>(context =>
        {
            Arithmetic arithmetic = Arithmetic.FromPrecision(model.Precision, model.Ranges);
            if (arithmetic.SlowPrecisionWarning(context, model.Precision) is { } warning)
                MlNetEnvironment.Warn(environment, warning);
            return new FeatureNetwork(model.Network, stages, context, arithmetic);
        });
        _mapper = new ScoringMapper(input => new FeatureBindings(model, _shapes, _network, input));
    }

    /// <summary>The network's architecture.</summary>
    public ResNetArchitecture Architecture => _model.Architecture;

    /// <summary>The output columns.</summary>
    public IReadOnlyList<ResNetFeatureColumn> Columns => _model.Columns;

    /// <summary>Name of the image column.</summary>
    public string ImageColumnName => _model.Image;

    /// <summary>Height of the network's input in pixels.</summary>
    public int ImageHeight => _model.Network.Height;

    /// <summary>Width of the network's input in pixels.</summary>
    public int ImageWidth => _model.Network.Width;

    /// <summary>Channels of the network's input: 3 for colour, 1 for gray.</summary>
    public int ImageChannels => _model.Specification.Channels;

    /// <summary>What it computes with.</summary>
    public ResNetPrecision Precision => _model.Precision;

    bool ITransformer.IsRowToRowMapper => true;

    internal FeaturizerModel Model => _model;

    /// <summary>Whether native memory is held.</summary>
    internal bool IsLoaded => _network.IsLoaded;

    /// <summary>The input schema with the features' columns.</summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapper.GetOutputSchema(inputSchema);

    /// <summary>
    /// Adds the features. Nothing is computed before they are read, and no more than the stages that are asked for;
    /// cursors compute in batches.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public IDataView Transform(IDataView input) => _mapper.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        _mapper.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => MlNetFeaturizerFile.Save(ctx, _model);

    /// <summary>Frees native memory once nothing uses it.</summary>
    public void Dispose() => _network.Dispose();
}
