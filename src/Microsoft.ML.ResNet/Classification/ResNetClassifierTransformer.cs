using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A trained residual network: adds the class probabilities <c>Score</c> and the <c>PredictedLabel</c> to a data view.
/// </summary>
/// <remarks>
/// <para>Created by <see cref="ResNetClassifierEstimator"/>, or loaded with <c>mlContext.Model.Load</c>.</para>
/// <para>
/// <c>Score</c> is a vector of Single with the softmax probability of every class, its slots named by the classes.
/// <c>PredictedLabel</c> is a key with the training label's values: <c>MapKeyToValue</c> turns it into the class.
/// A model that was trained on a vector of labels (<see cref="IsMultiLabel"/>) gives every label a sigmoid probability
/// of its own, and <c>PredictedLabel</c> is a vector of keys of any length, the most probable first.
/// An image that cannot be decoded is treated as <see cref="ResNetClassifierEstimator.Options.BadImages"/> said in
/// training.
/// </para>
/// <para>
/// Thread-safe. <see cref="Dispose"/> frees the native memory as soon as the last cursor and prediction engine over
/// this model is disposed; those still work, and the transformer can be used again afterwards.
/// </para>
/// </remarks>
public sealed partial class ResNetClassifierTransformer : ITransformer, IDisposable
{
    private readonly IHostEnvironment _environment;
    private readonly ClassifierModel _model;
    private readonly SharedNetwork<InferenceNetwork> _network;
    private readonly ScoringMapper _mapper;

    internal ResNetClassifierTransformer(IHostEnvironment environment, ClassifierModel model)
    {
        _environment = environment;
        _model = model;
        _network = ClassifierNetwork.Share(model, warning => MlNetEnvironment.Warn(environment, warning));
        OrientationRemark remark = new(environment);
        _mapper = new ScoringMapper(input => remark.Check(new ClassifierBindings(model, _network, input)));
        _explainer = new Explainer(model);
        ClassNames = Array.AsReadOnly(model.Classes.Names.ToArray());
    }

    /// <summary>The network's architecture.</summary>
    public ResNetArchitecture Architecture => _model.Network.Architecture;

    /// <summary>
    /// Names of the classes in the order of <c>Score</c>; numbers from 1 if the label column had no key values.
    /// </summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Height of the network's input in pixels.</summary>
    public int ImageHeight => _model.Network.Height;

    /// <summary>Width of the network's input in pixels.</summary>
    public int ImageWidth => _model.Network.Width;

    /// <summary>Channels of the network's input: 3 for color, 1 for gray.</summary>
    public int ImageChannels => _model.Specification.Channels;

    /// <summary>
    /// The number format of scoring: that of training, unless <see cref="WithPrecision"/> changed it.
    /// </summary>
    public ResNetPrecision Precision => _model.Precision;

    /// <summary>
    /// The views of an image whose scores are averaged: those of the training's options, unless
    /// <see cref="WithTestTimeAugmentation"/> changed them.
    /// </summary>
    public ResNetTestTimeAugmentation TestTimeAugmentation => _model.TestTimeAugmentation;

    /// <summary>Number of trained values, without the running statistics of batch normalization.</summary>
    public long ParameterCount => _model.Network.Parameters.Length;

    /// <summary>
    /// SHA-256 over all weights and running statistics, in lower-case hexadecimal: equal for models that compute the
    /// same.
    /// </summary>
    public string WeightsSha256 => _model.Network.WeightsSha256;

    /// <summary>
    /// The history of the training, saved with the model; null for models without a training, such as those of
    /// <see cref="Deepen"/> or of imported weights, and for trials that an experiment trained in several parts.
    /// </summary>
    public ResNetTrainingReport? TrainingReport => _model.TrainingReport;

    bool ITransformer.IsRowToRowMapper => true;

    internal ClassifierModel Model => _model;

    /// <summary>Whether native memory is held.</summary>
    internal bool IsLoaded => _network.IsLoaded;

    /// <summary>The input schema with <c>PredictedLabel</c> and <c>Score</c>.</summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than in training.
    /// </exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapper.GetOutputSchema(inputSchema);

    /// <summary>
    /// Adds <c>PredictedLabel</c> and <c>Score</c>. Nothing is computed before they are read; cursors then score in
    /// batches.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The image column is missing, or of another type or size than in training.
    /// </exception>
    public IDataView Transform(IDataView input) => _mapper.Transform(input);

    /// <summary>
    /// The same model, scoring with another precision. <see cref="ResNetPrecision.BFloat16"/> changes probabilities in the
    /// third digit, and is faster on CPUs with instructions for it. The new transformer has its own native memory; this
    /// one stays as it is.
    /// </summary>
    /// <param name="precision">What to score with.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such precision.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="ResNetPrecision.Int8"/> for a model that <see cref="Quantize"/> was never called for.
    /// </exception>
    public ResNetClassifierTransformer WithPrecision(ResNetPrecision precision)
    {
        if (!Enum.IsDefined(precision))
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision.");
        if (precision == ResNetPrecision.Int8 && _model.Ranges is null)
        {
            throw new InvalidOperationException(
                "ResNetPrecision.Int8 needs the ranges of the activations: call Quantize with some images.");
        }
        return new ResNetClassifierTransformer(_environment, _model with { Precision = precision });
    }

    /// <summary>
    /// The same model, scoring the average over some views of an image, which is more accurate and takes as much longer as
    /// there are views. It is saved with the model. The new transformer has its own native memory; this one stays as it is.
    /// </summary>
    /// <param name="augmentation">The views.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such augmentation.</exception>
    public ResNetClassifierTransformer WithTestTimeAugmentation(ResNetTestTimeAugmentation augmentation)
    {
        if (!Enum.IsDefined(augmentation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(augmentation), augmentation, "There is no such test-time augmentation.");
        }
        return new ResNetClassifierTransformer(
            _environment, _model with { TestTimeAugmentation = augmentation });
    }

    /// <summary>
    /// The same model, scoring with <see cref="ResNetPrecision.Int8"/>: activations are bytes that reach from 0 to the largest
    /// value that the activation took over some images. Its weights stay as they are in a saved model.
    /// </summary>
    /// <param name="calibrationData">
    /// Images like those that will be scored, such as a part of the training set; labels are not needed. A few hundred
    /// are enough.
    /// </param>
    /// <param name="maximumImages">The most images to look at, at least 1.</param>
    /// <exception cref="ArgumentException">The image column is missing or of another type; there are no images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumImages"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">An activation is not a finite number.</exception>
    public ResNetClassifierTransformer Quantize(IDataView calibrationData, int maximumImages = 512)
    {
        ArgumentNullException.ThrowIfNull(calibrationData);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumImages, 1);
        ActivationRanges ranges = new(_model.Network.CreateLayout().Units.Count());
        Calibration.Observe(_environment, _model, calibrationData, maximumImages, ranges);
        if (!ranges.AreFinite)
        {
            throw new InvalidOperationException(
                "An activation is not a finite number: the model cannot be quantised.");
        }
        return new ResNetClassifierTransformer(
            _environment, _model with { Precision = ResNetPrecision.Int8, Ranges = ranges });
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) =>
        _mapper.GetRowToRowMapper(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => MlNetModelFile.Save(ctx, _model);

    /// <summary>Frees native memory as soon as nothing uses it.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _explainer.Dispose();
    }
}
