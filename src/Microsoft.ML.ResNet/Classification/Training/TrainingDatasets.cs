using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The decoded images and labels of a data set, which several trainings may share.</summary>
internal sealed class TrainingDatasets(
    TrainingColumns columns, ImageSpecification specification, ImageDataset train, ImageDataset? validation) : IDisposable
{
    public LabelColumn Label => columns.Label;

    public ImageSpecification Specification => specification;

    public ImageDataset Train => train;

    /// <summary>Null if there is no validation set.</summary>
    public ImageDataset? Validation => validation;

    /// <param name="host">The host, which has the folder of temporary files.</param>
    /// <param name="options">Threads, memory, and what to do with bad images.</param>
    /// <param name="columns">The columns of both sets.</param>
    /// <param name="specification">Size and format of the stored images.</param>
    /// <param name="sets">The training set, and the validation set or null.</param>
    /// <param name="checkAlive">Called before every chunk of images; throws to stop.</param>
    public static TrainingDatasets Read(
        IHost host, ResNetClassifierEstimator.Options options, TrainingColumns columns,
        ImageSpecification specification, (IDataView Train, IDataView? Validation) sets, Action checkAlive)
    {
        var reader = new ImageDatasetReader
        {
            Specification = specification,
            BadImages = options.BadImages,
            Threads = options.ThreadCount(),
            MemoryBudget = PixelStoreBudget.Of(options.PixelStoreMemoryMB),
            TemporaryFolder = MlNetEnvironment.TemporaryFolder(host),
            CheckAlive = checkAlive,
        };
        ImageDataset train = reader.Read(sets.Train, columns.Train);
        ImageDataset? validation = null;
        try
        {
            if (sets.Validation is not null)
                validation = reader.Read(sets.Validation, columns.Validation!);
            var check = new TrainingSetCheck(options, columns.Label.Classes);
            check.Train(train);
            check.Validation(validation, train);
            return new TrainingDatasets(columns, specification, train, validation);
        }
        catch
        {
            train.Dispose();
            validation?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The validation set, or else a part of the training set that is set aside, equally from every class.
    /// </summary>
    /// <param name="validationFraction">The share of that part; 0 for none.</param>
    /// <param name="seed">Decides the split.</param>
    public TrainingSplit Select(double validationFraction, int seed)
    {
        if (validation is not null)
            return new TrainingSplit(this, train.All, validation.All);
        if (validationFraction == 0)
            return new TrainingSplit(this, train.All, null);
        int classes = Label.Classes.Count;
        int[] strata = Strata.Assign(train.Labels, train.CountByClass(classes));
        (long[] kept, long[] held) = StratifiedSplit.Create(strata, classes + 1, validationFraction, seed);
        return new TrainingSplit(
            this, train.Select(kept), held.Length == 0 ? null : train.Select(held));
    }

    /// <summary>Other images of the same kind, without a validation set.</summary>
    public TrainingDatasets With(ImageDataset images) => new(columns, specification, images, validation: null);

    public void Dispose()
    {
        train.Dispose();
        validation?.Dispose();
    }
}

/// <summary>The images of one training.</summary>
/// <param name="Images">The set that has them.</param>
/// <param name="Train">The training images.</param>
/// <param name="Validation">The validation images, or null.</param>
internal sealed record TrainingSplit(TrainingDatasets Images, ImageSubset Train, ImageSubset? Validation);
