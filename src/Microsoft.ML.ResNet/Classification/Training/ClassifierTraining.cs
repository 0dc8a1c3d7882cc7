using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>One call of Fit: reads the data, trains, and reports.</summary>
/// <param name="host">The estimator's.</param>
/// <param name="options">The options; the architecture of the initial weights is set here.</param>
internal sealed class ClassifierTraining(IHost host, ResNetClassifierEstimator.Options options)
{
    public ResNetClassifierTransformer Run(IDataView train, IDataView? validation, ClassifierModel? previous)
    {
        validation ??= options.ValidationSet;
        using IChannel channel = host.Start("Training");
        // The schema is checked before any data is read.
        (TrainingColumns columns, TrainingStart start) = Prepare(train, validation, previous, channel);
        using TrainingFiles files = TrainingFiles.Open(options);
        int seed = options.Seed ?? files.Seed ?? host.Rand.Next();
        using TrainingDatasets images = Read(columns, train, validation, channel, out ImageSize input);
        return Train(images.Select(options.ValidationFraction, seed), input, start, files, seed, channel);
    }

    /// <summary>Reads images for several trainings.</summary>
    /// <param name="train">The images.</param>
    /// <param name="channel">For messages.</param>
    /// <param name="input">The size of the network's input.</param>
    public TrainingDatasets Read(IDataView train, IChannel channel, out ImageSize input)
    {
        (TrainingColumns columns, _) = Prepare(train, validation: null, previous: null, channel);
        return Read(columns, train, validation: null, channel, out input);
    }

    /// <summary>Trains on images that were read before; <see cref="ResNetClassifierEstimator.Options.Seed"/> is set.</summary>
    /// <param name="selection">The images.</param>
    /// <param name="input">Size of the network's input.</param>
    /// <param name="previous">The model that training starts from, or null.</param>
    public ResNetClassifierTransformer Run(TrainingSplit selection, ImageSize input, ClassifierModel? previous)
    {
        using IChannel channel = host.Start("Training");
        LabelColumn label = selection.Images.Label;
        TrainingStart start = Prepare(label, previous, selection.Validation is not null);
        using TrainingFiles files = TrainingFiles.Open(options);
        ArchitectureValidation.ValidateInput(
            input.Height, input.Width, selection.Images.Specification.Channels, label.Classes.Count);
        return Train(selection, input, start, files, options.Seed!.Value, channel);
    }

    // Everything that a schema and the first images show is checked before the set is read.
    private (TrainingColumns Columns, TrainingStart Start) Prepare(
        IDataView train, IDataView? validation, ClassifierModel? previous, IChannel channel)
    {
        TrainingColumns columns = TrainingColumns.Bind(options, train.Schema, validation?.Schema);
        if (previous is null)
            PretrainedDefault.Apply(options, train, columns.Train.Image, ResNetPretrainedWeights.Default, channel, columns.Train.FirstLook);
        return (columns, Prepare(columns.Label, previous, validation is not null || options.ValidationFraction > 0));
    }

    private TrainingDatasets Read(
        TrainingColumns columns, IDataView train, IDataView? validation, IChannel channel, out ImageSize input)
    {
        (ImageSpecification specification, input) = new SpecificationResolver(options).Resolve(
            train, columns.Train.Image, columns.Train.FirstLook);
        ArchitectureValidation.ValidateInput(
            input.Height, input.Width, specification.Channels, columns.Label.Classes.Count);
        TrainingDatasets images =
            TrainingDatasets.Read(host, options, columns, specification, (train, validation), CheckAlive);
        new TrainingSetCheck(options, columns.Label.Classes).Report(channel, images.Train, images.Validation);
        ReportMemory("Training set", images.Train, channel);
        if (images.Validation is { } held)
            ReportMemory("Validation set", held, channel);
        return images;
    }

    private void ReportMemory(string name, ImageDataset images, IChannel channel)
    {
        string message =
            $"{name}: {PixelStoreBudget.Describe(images.Pixels, PixelStoreBudget.Of(options.PixelStoreMemoryMB))}";
        channel.Info(message);
        options.ImagesReadCallback?.Invoke(message);
    }

    private TrainingStart Prepare(LabelColumn label, ClassifierModel? previous, bool validates)
    {
        var start = new TrainingStart(options, previous);
        start.Prepare();
        options.EarlyStopping?.RequireImages(validates, label.IsMultiLabel);
        return start;
    }

    private ResNetClassifierTransformer Train(
        TrainingSplit selection, ImageSize input, TrainingStart start, TrainingFiles files, int seed,
        IChannel channel)
    {
        TrainingDatasets source = selection.Images;
        LabelColumn label = source.Label;
        ImageSubset images = Weigh(selection.Train, source.Train, label.Classes);
        ImageSubset? held = selection.Validation;
        new ValidationCheck(options, label).Report(channel, selection);
        TrainingSettings settings = options.ToSettings(
            label.Classes.Count, images.Rows.Length, Math.Min(input.Height, input.Width), seed) with
        {
            InputHeight = input.Height,
            InputWidth = input.Width,
        };
        bool transfers = TransferChoice.Of(options) != ResNetTransferLearning.Schedule;
        channel.Info(
            $"{options.Architecture}, {images.Rows.Length:N0} images of {input.Width}x{input.Height}, "
            + $"{label.Classes.Count} classes, "
            + (transfers ? "transfer learning, "
                : $"batches of {settings.BatchSize}, learning rate up to {settings.LearningRate:G3}, ")
            + $"seed {seed}");

        ResNetModel? initial = start.Create(input, label.Classes, seed, channel);

        using NativeContext context = NativeContext.Create(options.ThreadCount());
        if (initial is not null)
            initial = Recovered(initial, settings, images, context, channel);
        if (Arithmetic.FromPrecision(options.Precision).SlowPrecisionWarning(context, options.Precision) is { } warning)
            channel.Warning(warning);
        using var observer = new TrainingObserver(host, channel, options, CheckAlive);
        ResNetTransferReport? transfer = null;
        TrainingResult trained;
        if (transfers)
        {
            TransferResult result = new TransferTraining(
                settings, context, observer, options.CancellationToken, message => channel.Info(message))
            {
                Checkpoints = files.Checkpoints,
                TrialCheckpoints = files.Trial,
                ReturnsWhenCancelled = options.ReturnModelWhenCancelled,
                FineTunes = TransferChoice.Of(options) == ResNetTransferLearning.FineTuning,
            }.Run(initial!, images, held);
            transfer = result.Report;
            trained = new TrainingResult(result.Model, result.Epochs.Count, result.StopReason, result.Epochs);
        }
        else
        {
            trained = Trainer.Train(
                settings, context, images, held, initial, observer, options.CancellationToken, files.Checkpoints,
                options.ReturnModelWhenCancelled);
        }
        channel.Info($"Training ended ({trained.StopReason}); the model is of epoch {trained.ModelEpoch}");
        var model = new ClassifierModel(
            trained.Model, source.Specification, label.Classes,
            new ScoringColumns(
                options.ImageColumnName, options.ImagePathColumnName, options.ScoreColumnName,
                options.PredictedLabelColumnName),
            options.BadImages, options.Precision,
            Rule: new PredictionRule(
                label.IsMultiLabel, label.IsMultiLabel ? options.LabelThreshold : options.UnknownThreshold))
        {
            TestTimeAugmentation = options.TestTimeAugmentation,
            TrainingReport = new ResNetTrainingReport
            {
                TrainingImages = images.Rows.Length,
                ValidationImages = held?.Rows.Length ?? 0,
                SkippedBadImages = source.Train.BadImages + (source.Validation?.BadImages ?? 0),
                SkippedMissingLabels = source.Train.MissingLabels + (source.Validation?.MissingLabels ?? 0),
                Seed = seed,
                StopReason = trained.StopReason,
                ModelEpoch = trained.ModelEpoch,
                Epochs = trained.Epochs,
                Transfer = transfer,
            },
        };
        return new ResNetClassifierTransformer(host, model);
    }

    private ResNetModel Recovered(
        ResNetModel initial, TrainingSettings settings, ImageSubset images, NativeContext context, IChannel channel)
    {
        ResNetModel recovered = FoldedRecovery.Measure(
            initial, settings.Normalization, images, context, CheckAlive);
        if (recovered != initial)
        {
            channel.Info(
                "Batch normalization was folded into the weights of the file: its statistics are measured on "
                + "images of the training set");
        }
        return recovered;
    }

    private void CheckAlive()
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        MlNetEnvironment.CheckAlive(host);
    }

    private ImageSubset Weigh(ImageSubset images, ImageDataset set, ClassLabels classes)
    {
        long[] counts = images.CountByClass(classes.Count);
        if (images.Labels.IsMultiLabel)
        {
            return images with
            {
                Weights = ImageWeights.Of(images.Labels, images.Rows.Span, set.Weights, ofClasses: null),
                LabelWeights = ClassWeightTable.OfLabels(options.ClassWeights, classes, counts, images.Rows.Length),
            };
        }
        float[]? ofClasses = ClassWeightTable.Of(options.ClassWeights, classes, counts);
        return images with { Weights = ImageWeights.Of(images.Labels, images.Rows.Span, set.Weights, ofClasses) };
    }
}
