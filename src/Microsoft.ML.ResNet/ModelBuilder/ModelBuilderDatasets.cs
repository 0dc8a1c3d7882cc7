using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>The decoded images of a configuration. Read once and used for all trainings and measurements.</summary>
internal sealed class ModelBuilderDatasets : IDisposable
{
    private readonly TrainingDatasets _images;

    private ModelBuilderDatasets(TrainingDatasets images, ImageSize input) => (_images, Input) = (images, input);

    /// <summary>Size of the network's input.</summary>
    public ImageSize Input { get; }

    /// <param name="host">Host for logging and temporary files.</param>
    /// <param name="options">Options for decoding and resizing.</param>
    /// <param name="train">Images with key labels.</param>
    /// <param name="validation">Validation images, or null.</param>
    /// <param name="token">Cancels reading.</param>
    public static ModelBuilderDatasets Read(
        IHost host, ResNetClassifierEstimator.Options options, IDataView train, IDataView? validation,
        CancellationToken token)
    {
        TrainingColumns columns = TrainingColumns.Bind(options, train.Schema, validation?.Schema);
        (ImageSpecification stored, ImageSize input) =
            new SpecificationResolver(WithPretrainedNetwork(options)).Resolve(train, columns.Train.Image, columns.Train.FirstLook);
        TrainingDatasets images = TrainingDatasets.Read(host, options, columns, stored, (train, validation), () =>
        {
            token.ThrowIfCancellationRequested();
            MlNetEnvironment.CheckAlive(host);
        });
        using IChannel channel = host.Start("Reading images");
        new TrainingSetCheck(options, columns.Label.Classes).Report(channel, images.Train, images.Validation);
        return new ModelBuilderDatasets(images, input);
    }

    // The network decides the size of the images, and the weights decide the network.
    private static ResNetClassifierEstimator.Options WithPretrainedNetwork(ResNetClassifierEstimator.Options options)
    {
        if (options is { Pretrained.Path: { } path, GivenArchitecture: null })
            options.Architecture = PretrainedFile.Architecture(path, options.ImageChannels);
        return options;
    }

    /// <summary>
    /// Selects training and validation images: the validation set if there is one, otherwise a stratified fraction.
    /// </summary>
    public TrainingSplit Select(double fraction, int seed) => _images.Select(fraction, seed);

    /// <summary>Selects each fold in turn as validation images, and the other folds as training images.</summary>
    /// <exception cref="ArgumentException">A class has a single image.</exception>
    public IEnumerable<TrainingSplit> Folds(int folds, int seed)
    {
        int[] foldOf = FoldOf(folds, seed);
        return Enumerable.Range(0, folds).Where(foldOf.Contains).Select(fold => new TrainingSplit(
            _images, _images.Train.Select(Rows(row => foldOf[row] != fold)),
            _images.Train.Select(Rows(row => foldOf[row] == fold))));

        long[] Rows(Func<long, bool> isIn) =>
            [.. Enumerable.Range(0, foldOf.Length).Select(row => (long)row).Where(isIn)];
    }

    /// <summary>
    /// Samples about <paramref name="count"/> training images, evenly spaced, with at least one of every class.
    /// </summary>
    public static TrainingSplit Sample(TrainingSplit images, int count)
    {
        ImageSubset train = images.Train;
        long[] all = train.Rows.ToArray();
        long[] some =
        [
            .. all.Where((_, i) => i == 0 || (long)i * count / all.Length != (long)(i - 1) * count / all.Length)
                .Concat(all.DistinctBy(row => train.Labels.GetLabels(row)[0])).Distinct(),
        ];
        return images with { Train = train with { Rows = some }, Validation = null };
    }

    /// <summary>Labeled images as a data view for scoring by a model trained on these images.</summary>
    public IDataView View(MLContext context, ImageSubset images)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[ModelBuilderColumns.ImageSource].ColumnType =
            new VectorDataViewType(NumberDataViewType.Byte, images.Pixels.Shape.Elements);
        return context.Data.LoadFromEnumerable(images.Rows.ToArray().Select(row => new Row
        {
            Label = _images.Label.Classes.NameOf(images.Labels.GetLabels(row)[0]),
            ImageSource = images.Pixels.Copy(row),
        }), schema);
    }

    public void Dispose() => _images.Dispose();

    // Deals the shuffled images of each class to the folds in turn.
    private int[] FoldOf(int folds, int seed)
    {
        ClassLabels classes = _images.Label.Classes;
        int[] labels = Strata.Assign(_images.Train.Labels, _images.Train.CountByClass(classes.Count));
        int[][] byClass = StratifiedSplit.Shuffled(labels, classes.Count, seed);
        int[] foldOf = new int[labels.Length];
        int next = 0;
        for (int c = 0; c < byClass.Length; c++)
        {
            if (byClass[c].Length == 1)
            {
                throw new ArgumentException(
                    $"The class '{classes.NameOf(c)}' has one image; cross-validation needs at least two per class.");
            }
            foreach (int image in byClass[c])
                foldOf[image] = next++ % folds;
        }
        return foldOf;
    }

    private sealed class Row
    {
        public string Label { get; set; } = "";

        public byte[] ImageSource { get; set; } = [];
    }
}
