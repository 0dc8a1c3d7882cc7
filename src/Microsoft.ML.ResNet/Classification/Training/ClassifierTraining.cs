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
internal sealed class ClassifierTraining(IHost host, ResNetClassifierEstimator.Options options)
{
    public ResNetClassifierTransformer Run(IDataView train, IDataView? validation, ClassifierModel? previous)
    {
        validation ??= options.ValidationSet;
        using IChannel channel = host.Start("Training");
        // The schema is checked before any data is read.
        TrainingColumns columns = TrainingColumns.Bind(options, train.Schema, validation?.Schema);
        TrainingStart start = Prepare(columns.Label, previous, validation is not null || options.ValidationFraction > 0);
        using TrainingCheckpoints? checkpoints = OpenCheckpoints();
        int seed = options.Seed ?? checkpoints?.Seed ?? host.Rand.Next();
        (ImageSpecification specification, ImageSize input) =
            new SpecificationResolver(options).Resolve(train, columns.Train.Image);
        ArchitectureValidation.ValidateInput(
            input.Height, input.Width, specification.Channels, columns.Label.Classes.Count);

        using TrainingDatasets images =
            TrainingDatasets.Read(host, options, columns, specification, (train, validation), CheckAlive);
        new TrainingSetCheck(options, columns.Label.Classes).Report(channel, images.Train, images.Validation);
        return Train(images.Select(options.ValidationFraction, seed), input, start, checkpoints, seed, channel);
    }

    /// <summary>Trains on images that were read before; <see cref="ResNetClassifierEstimator.Options.Seed"/> is set.</summary>
    /// <param name="selection">The images.</param>
    /// <param name="input">Size of the network's input.</param>
    /// <param name="previous">What training starts from, or null.</param>
    public ResNetClassifierTransformer Run(TrainingSplit selection, ImageSize input, ClassifierModel? previous)
    {
        using IChannel channel = host.Start("Training");
        LabelColumn label = selection.Images.Label;
        TrainingStart start = Prepare(label, previous, selection.Validation is not null);
        using TrainingCheckpoints? checkpoints = OpenCheckpoints();
        ArchitectureValidation.ValidateInput(
            input.Height, input.Width, selection.Images.Specification.Channels, label.Classes.Count);
        return Train(selection, input, start, checkpoints, options.Seed!.Value, channel);
    }

    private TrainingStart Prepare(LabelColumn label, ClassifierModel? previous, bool validates)
    {
        var start = new TrainingStart(options, previous);
        start.Prepare();
        options.EarlyStopping?.RequireImages(validates, label.IsMultiLabel);
        return start;
    }

    private TrainingCheckpoints? OpenCheckpoints() =>
        options.CheckpointSettings() is { } files ? new TrainingCheckpoints(files) : null;

    private ResNetClassifierTransformer Train(
        TrainingSplit selection, ImageSize input, TrainingStart start, TrainingCheckpoints? checkpoints, int seed,
        IChannel channel)
    {
        TrainingDatasets source = selection.Images;
        LabelColumn label = source.Label;
        ImageSubset images = Weigh(selection.Train, source.Train, label.Classes);
        ImageSubset? held = selection.Validation;
        TrainingSettings settings = options.ToSettings(
            label.Classes.Count, images.Rows.Length, Math.Min(input.Height, input.Width), seed) with
        {
            InputHeight = input.Height,
            InputWidth = input.Width,
        };
        channel.Info(
            $"{options.Architecture}, {images.Rows.Length:N0} images of {input.Width}x{input.Height}, "
            + $"{label.Classes.Count} classes, batches of {settings.BatchSize}, learning rate up to {settings.LearningRate:G3}, "
            + $"seed {seed}");

        ResNetModel? initial = start.Create(input, label.Classes, seed, channel);

        using NativeContext context = NativeContext.Create(options.ThreadCount());
        if (initial is not null)
            initial = Recovered(initial, settings, images, context, channel);
        if (Arithmetic.FromPrecision(options.Precision).SlowPrecisionWarning(context, options.Precision) is { } warning)
            channel.Warning(warning);
        using var observer = new TrainingObserver(host, channel, options, CheckAlive);
        TrainingResult trained = Trainer.Train(
            settings, context, images, held, initial, observer, options.CancellationToken, checkpoints,
            options.ReturnModelWhenCancelled);
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
