using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Features;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Adds features of images to a data view as vectors of Single, computed by a trained residual network without its
/// head.
/// </summary>
/// <remarks>
/// <para>Create one with <see cref="ResNetFeaturizerEstimator"/>, or load one with <c>mlContext.Model.Load</c>.</para>
/// <para>
/// Pooled features are vectors with a slot per channel; the map of a stage is a vector with the dimensions [channels,
/// height, width]. Images that cannot be decoded are handled according to
/// <see cref="ResNetFeaturizerEstimator.Options.BadImages"/>. Features are computed from the center crop; the
/// classifier's <see cref="ResNetTestTimeAugmentation"/> is ignored.
/// </para>
/// <para>
/// Thread-safe. <see cref="Dispose"/> frees the native memory once the last cursor and prediction engine over this
/// model has been disposed. These keep working, and the transformer itself can be used again afterwards.
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
        OrientationRemark remark = new(environment);
        _mapper = new ScoringMapper(input => remark.Check(new FeatureBindings(model, _shapes, _network, input)));
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

    /// <summary>Channels of the network's input: 3 for color, 1 for gray.</summary>
    public int ImageChannels => _model.Specification.Channels;

    /// <summary>The precision of the computation.</summary>
    public ResNetPrecision Precision => _model.Precision;

    bool ITransformer.IsRowToRowMapper => true;

    internal FeaturizerModel Model => _model;

    /// <summary>Whether native memory is allocated.</summary>
    internal bool IsLoaded => _network.IsLoaded;

    /// <summary>Returns the input schema with the features' columns.</summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapper.GetOutputSchema(inputSchema);

    /// <summary>
    /// Adds the features. They are computed lazily, in batches, and only up to the last stage that is read.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than the network takes.
    /// </exception>
    public IDataView Transform(IDataView input) => _mapper.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        _mapper.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => MlNetFeaturizerFile.Save(ctx, _model);

    /// <summary>Frees native memory once it is no longer used.</summary>
    public void Dispose() => _network.Dispose();
}
