using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>One call of Fit: reads the data, trains, and reports.</summary>
internal sealed class ClassifierTraining(IHost host, ResNetClassifierEstimator.Options options)
{
    public ResNetClassifierTransformer Run(IDataView train, IDataView? validation, ClassifierModel? previous)
    {
        using IChannel channel = host.Start("Training");
        // Everything a schema can tell is checked before anything is read.
        LabelColumn label = LabelColumn.Bind(train.Schema, options.LabelColumnName);
        ImageColumns columns = Bind(train.Schema, label, options.ExampleWeightColumnName);
        ImageColumns? validationColumns = validation is null ? null : BindValidation(validation.Schema, label);
        var start = new TrainingStart(options, previous);
        start.Prepare();
        EarlyStoppingRule.Of(options.EarlyStopping)?.RequireImages(
            validation is not null || options.ValidationFraction > 0, label.IsMultiLabel);

        using TrainingCheckpoints? checkpoints =
            options.CheckpointSettings() is { } files ? new TrainingCheckpoints(files) : null;
        int seed = options.Seed ?? checkpoints?.Seed ?? host.Rand.Next();
        int threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        (ImageSpecification specification, ImageSize input) =
            new SpecificationResolver(options).Resolve(train, columns.Image);
        ArchitectureValidation.ValidateInput(
            input.Height, input.Width, specification.Channels, label.Classes.Count);

        var reader = new ImageSetReader
        {
            Specification = specification,
            BadImages = options.BadImages,
            Threads = threads,
            MemoryBudget = (long)options.PixelStoreMemoryMB << 20,
            TemporaryFolder = MlNetEnvironment.TemporaryFolder(host),
            CheckAlive = CheckAlive,
        };
        using ImageSet trainSet = reader.Read(train, columns);
        using ImageSet? validationSet = validation is null ? null : reader.Read(validation, validationColumns!);
        var check = new TrainingSetCheck(options, label.Classes);
        check.Train(trainSet);
        check.Validation(validationSet, trainSet);
        check.Report(channel, trainSet, validationSet);

        (LabeledImages images, LabeledImages? held) = Split(trainSet, validationSet, label.Classes.Count, seed);
        images = Weigh(images, trainSet, label.Classes);
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

        using NativeContext context = NativeContext.Create(threads);
        if (SlowPrecision.Warning(context, options.Precision, Arithmetic.Of(options.Precision)) is { } warning)
            channel.Warning(warning);
        using var observer = new TrainingObserver(host, channel, options, CheckAlive);
        TrainingResult trained = Trainer.Train(
            settings, context, images, held, initial, observer, options.CancellationToken, checkpoints,
            options.ReturnModelWhenCancelled);
        channel.Info($"Training ended ({trained.StopReason}); the model is of epoch {trained.ModelEpoch}");
        var model = new ClassifierModel(
            trained.Model, specification, label.Classes,
            new ScoringColumns(
                options.ImageColumnName, options.ImagePathColumnName, options.ScoreColumnName,
                options.PredictedLabelColumnName),
            options.BadImages, options.Precision,
            Rule: new LabelRule(
                label.IsMultiLabel, label.IsMultiLabel ? options.LabelThreshold : options.UnknownThreshold))
        {
            TestTimeAugmentation = options.TestTimeAugmentation,
        };
        return new ResNetClassifierTransformer(host, model, new ResNetTrainingReport
        {
            TrainingImages = images.Rows.Length,
            ValidationImages = held?.Rows.Length ?? 0,
            SkippedBadImages = trainSet.BadImages + (validationSet?.BadImages ?? 0),
            SkippedMissingLabels = trainSet.MissingLabels + (validationSet?.MissingLabels ?? 0),
            Seed = seed,
            StopReason = trained.StopReason,
            ModelEpoch = trained.ModelEpoch,
            Epochs = trained.Epochs,
        });
    }

    private void CheckAlive()
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        MlNetEnvironment.CheckAlive(host);
    }

    private ImageColumns Bind(DataViewSchema schema, LabelColumn label, string? weightColumn)
    {
        DataViewSchema.Column image = schema.GetColumnOrNull(options.ImageColumnName)
            ?? throw LabelColumn.MissingColumn(options.ImageColumnName, "image", schema.Select(c => c.Name));
        _ = ImageColumn.KindOf(image);
        DataViewSchema.Column? path = null;
        if (options.ImagePathColumnName is { } name)
        {
            path = schema.GetColumnOrNull(name)
                ?? throw LabelColumn.MissingColumn(name, "image path", schema.Select(c => c.Name));
            if (path.Value.Type is not TextDataViewType)
                throw new ArgumentException(
                    $"The image path column '{name}' is of type {path.Value.Type} and must be text.");
        }
        return new ImageColumns(
            image, label.Column, path,
            weightColumn is null ? null : ExampleWeightColumn.Bind(schema, weightColumn));
    }

    private ImageColumns BindValidation(DataViewSchema schema, LabelColumn train)
    {
        LabelColumn label = LabelColumn.Bind(schema, options.LabelColumnName);
        if (label.IsMultiLabel != train.IsMultiLabel)
        {
            throw new ArgumentException(
                $"The label column '{options.LabelColumnName}' is of type {label.Column.Type} in the validation set, "
                + $"but of type {train.Column.Type} in the training set.");
        }
        if (!label.Classes.SameAs(train.Classes))
        {
            throw new ArgumentException(
                $"The label column '{options.LabelColumnName}' of the validation set has other key values, or in another "
                + $"order, than that of the training set: {TrainingSetCheck.Describe(label.Classes)}; "
                + $"{TrainingSetCheck.Describe(train.Classes)}. "
                + "Map both with the MapValueToKey transformer that was fitted on the training set.");
        }
        return Bind(schema, label, weightColumn: null);
    }

    private LabeledImages Weigh(LabeledImages images, ImageSet set, ClassLabels classes)
    {
        long[] counts = images.CountByClass(classes.Count);
        if (images.Labels.AreSets)
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

    private (LabeledImages Train, LabeledImages? Validation) Split(
        ImageSet train, ImageSet? validation, int classes, int seed)
    {
        if (validation is not null)
            return (train.All, validation.All);
        if (options.ValidationFraction == 0)
            return (train.All, null);
        int[] strata = Strata.Of(train.Labels, train.CountByClass(classes));
        (long[] kept, long[] held) = StratifiedSplit.Of(strata, classes + 1, options.ValidationFraction, seed);
        return (train.Select(kept), held.Length == 0 ? null : train.Select(held));
    }
}
