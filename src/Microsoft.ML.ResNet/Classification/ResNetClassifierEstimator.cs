using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.ResNet;

/// <summary>Trains a residual network (He et al. 2015) to classify images.</summary>
/// <remarks>
/// <para>
/// Created by <c>mlContext.Transforms.ResNetClassifier</c> or <c>mlContext.MulticlassClassification.Trainers.ResNet</c>.
/// </para>
/// <para>
/// Input columns: a label, which is a key (or a vector: then any number of labels applies to an image, see
/// <see cref="Options.LabelColumnName"/>), and images of any of the kinds that
/// <see cref="Options.ImageColumnName"/> lists. Output columns: <c>Score</c>, the softmax probability of every class,
/// and <c>PredictedLabel</c>, a key with the label's values. With a vector of labels every label has a sigmoid
/// probability of its own, and <c>PredictedLabel</c> is the vector of the keys of those that reach
/// <see cref="Options.LabelThreshold"/>; <c>mlContext.MulticlassClassification.EvaluateMultiLabel</c> evaluates it.
/// </para>
/// <para>
/// The data are read once and kept decoded (<see cref="Options.PixelStoreMemoryMB"/>), so no cache is needed before the
/// estimator. Rows without a label are left out; <see cref="ResNetTrainingReport"/> and the log have their number.
/// </para>
/// </remarks>
public sealed partial class ResNetClassifierEstimator
    : ITrainerEstimator<ResNetClassifierTransformer, ResNetClassifierTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;

    internal ResNetClassifierEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Copy();
        _options.Validate();
        _host = environment.Register(nameof(ResNetClassifierEstimator));
    }

    /// <summary>For trainers of trainers: no normalization or cache is needed, validation and retraining are possible.</summary>
    public TrainerInfo Info { get; } = MlNetEnvironment.CreateTrainerInfo();

    /// <summary>Trains on a data view.</summary>
    /// <param name="input">The training set.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="ArgumentException">There are no images, or all have the same class.</exception>
    /// <exception cref="InvalidDataException">
    /// An image cannot be decoded (<see cref="Options.BadImages"/>), or <see cref="Options.CheckpointPath"/> is damaged.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// Training was cancelled (<see cref="Options.ReturnModelWhenCancelled"/>).
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Training diverged; or <see cref="Options.CheckpointPath"/> belongs to another training.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written, such as <see cref="Options.CheckpointPath"/>.</exception>
    public ResNetClassifierTransformer Fit(IDataView input) => Fit(input, validationData: null, previousModel: null);

    /// <summary>Trains on a data view, with a validation set, or from the weights of an earlier model.</summary>
    /// <param name="trainData">The training set.</param>
    /// <param name="validationData">
    /// Images to measure loss and accuracy on after every epoch; null for
    /// <see cref="Options.ValidationSet"/> or <see cref="Options.ValidationFraction"/>. Its
    /// columns are those of the training set, its label must have the same key values in the same order (map it with
    /// the transformer that was fitted on the training set), and each of its classes must occur in the training set.
    /// </param>
    /// <param name="previousModel">
    /// A model of the same architecture and number of channels whose weights are the start, and whose normalization of
    /// the images is kept; or null. Classes may differ: the last layer's weights for a class whose key value
    /// (or number, if the labels have no values) occurs here too are kept, for other classes it is initialized at random, and
    /// classes that do not occur here are left out. The size of the images may differ too.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    /// <exception cref="ArgumentException">There are no images, or all have the same class.</exception>
    /// <exception cref="InvalidDataException">
    /// An image cannot be decoded (<see cref="Options.BadImages"/>), or <see cref="Options.CheckpointPath"/> is damaged.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// Training was cancelled (<see cref="Options.ReturnModelWhenCancelled"/>).
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Training diverged; or <see cref="Options.CheckpointPath"/> belongs to another training.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written, such as <see cref="Options.CheckpointPath"/>.</exception>
    public ResNetClassifierTransformer Fit(
        IDataView trainData, IDataView? validationData = null, ResNetClassifierTransformer? previousModel = null)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        return new ClassifierTraining(_host, _options.Copy()).Run(trainData, validationData, previousModel?.Model);
    }

    /// <summary>
    /// Measures how well models of such a training classify images that they have not learned: splits the images into folds,
    /// each class evenly, and measures on each fold a model that is trained on the others. The images are read once.
    /// </summary>
    /// <param name="data">The images, as for <c>Fit</c>.</param>
    /// <param name="numberOfFolds">2 to the number of images. Default: 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 folds.</exception>
    /// <exception cref="ArgumentException">
    /// A column is missing or of a wrong type; there are fewer images than folds, or of one class only.
    /// </exception>
    /// <exception cref="InvalidDataException">An image cannot be decoded (<see cref="Options.BadImages"/>).</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>With <see cref="Options.CheckpointPath"/> every fold has a file of its own beside it.</remarks>
    public ResNetCrossValidation CrossValidate(IDataView data, int numberOfFolds = 5)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfFolds, 2);
        return new ClassifierCrossValidation(_host, _options.Copy()).Run(data, numberOfFolds);
    }

    /// <summary>The schema after training, from the schema before.</summary>
    /// <param name="inputSchema">Shape of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column label = MlNetSchemaShape.Find(inputSchema, _options.LabelColumnName, "label");
        LabelColumn.Check(label);
        _ = ImageColumn.KindOf(MlNetSchemaShape.Find(inputSchema, _options.ImageColumnName, "image"));
        if (_options.ExampleWeightColumnName is { } weight)
            ExampleWeightColumn.Check(MlNetSchemaShape.Find(inputSchema, weight, "example weight"));
        return MlNetSchemaShape.Append(
            inputSchema,
            [.. ScoringSchema.Columns(label, _options.PredictedLabelColumnName, _options.ScoreColumnName)]);
    }
}
