using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>Trains and measures a Model Builder configuration.</summary>
internal sealed class ModelBuilderTraining
{
    private readonly MLContext _context;
    private readonly IHost _host;
    private readonly ResNetModelBuilderConfiguration _configuration;
    private readonly ResNetClassifierEstimator.Options _options;
    private readonly int _seed;
    private readonly ExperimentClock _clock;
    private readonly List<string> _remarks;

    public ModelBuilderTraining(
        MLContext context, ResNetModelBuilderConfiguration configuration, ResNetClassifierEstimator.Options options,
        List<string> remarks)
    {
        _clock = new ExperimentClock(configuration.TrainingTime, options.CancellationToken);
        if (configuration.TrainingTime <= TimeSpan.Zero)
            throw new ArgumentException($"TrainingTime is {configuration.TrainingTime}; it must be positive, or null.");
        if (configuration.TrainingTime is not null && options.CheckpointPath is not null)
        {
            throw new ArgumentException(
                "CheckpointPath cannot be combined with TrainingTime, because the number of epochs then differs from run to "
                + "run.");
        }
        _context = context;
        _configuration = configuration;
        _remarks = remarks;
        _options = options;
        _host = MlNetEnvironment.From(context.Transforms).Register(nameof(ModelBuilderTraining));
        _seed = configuration.Seed ?? options.Seed ?? _host.Rand.Next();
        options.Seed = _seed;
        options.LabelColumnName = ModelBuilderColumns.Label;
        options.ImageColumnName = ModelBuilderColumns.ImageSource;
        options.ImagePathColumnName = ModelBuilderColumns.ImagePath;
        options.ScoreColumnName = ModelBuilderColumns.Score;
        options.PredictedLabelColumnName = ModelBuilderColumns.PredictedLabel;
        if (configuration.Metric == ResNetModelBuilderMetric.MacroAccuracy)
            options.ClassWeights = ResNetClassWeights.Balanced;
        options.Validate();
    }

    public ResNetModelBuilderResult Run(IReadOnlyList<LabeledFile> files, IReadOnlyList<LabeledFile>? validation)
    {
        IDataView all = ModelBuilderColumns.View(_context, files);
        ValueToKeyMappingTransformer keys = ModelBuilderColumns.Keys(_context, all);
        if (validation?.ExceptBy(files.Select(file => file.Label), file => file.Label).FirstOrDefault() is { } stranger)
        {
            throw new InvalidDataException(
                $"{stranger.ImagePath} has the class '{stranger.Label}', which does not occur in the training images.");
        }

        try
        {
            using CancellationTokenSource end = _clock.CreateTokenSource(0);
            using ModelBuilderDatasets images = ModelBuilderDatasets.Read(
                _host, _options, keys.Transform(all),
                validation is null ? null : keys.Transform(ModelBuilderColumns.View(_context, validation)), end.Token);
            return Run(images, keys, all);
        }
        catch (OperationCanceledException)
            when (_configuration.TrainingTime is not null && !_options.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{_configuration.Path}: the training time of {_configuration.TrainingTime?.TotalSeconds:N0} s ended "
                + $"before the first training step on {files.Count:N0} images. Allow more time, or use fewer or smaller "
                + "images.");
        }
    }

    private ResNetModelBuilderResult Run(ModelBuilderDatasets images, ValueToKeyMappingTransformer keys, IDataView all)
    {
        ResNetClassifierTransformer classifier;
        var metrics = new List<MulticlassClassificationMetrics>();
        if (_configuration.Validation.Folds is { } folds)
        {
            // Every fold and the final training on all images get equal shares of the time.
            int trainings = folds + 1;
            foreach (TrainingSplit fold in images.Folds(folds, _seed))
            {
                using ResNetClassifierTransformer trained = Fit(images, fold, trainings--, isFinal: false);
                metrics.Add(Evaluate(images, trained, keys, fold.Validation!));
            }
            classifier = Fit(
                images, images.Select(_options.ValidationFraction, _seed), trainings: 1, isFinal: true);
        }
        else
        {
            TrainingSplit split = images.Select(_configuration.Validation.Fraction ?? 0, _seed);
            if (split.Validation is null)
            {
                throw new ArgumentException(
                    $"No class has enough images to hold out {_configuration.Validation.Fraction:P0} of them "
                    + "for validation.");
            }
            classifier = Fit(images, split, trainings: 1, isFinal: true);
            metrics.Add(Evaluate(images, classifier, keys, split.Validation));
        }
        return new ResNetModelBuilderResult
        {
            Model = Pipeline(keys, classifier, all),
            Classifier = classifier,
            InputSchema = all.Schema,
            Metrics = metrics,
            Score = metrics.Average(Score),
            Remarks = _remarks,
            Elapsed = TimeSpan.FromSeconds(_clock.Seconds),
        };
    }

    // trainings: number of remaining trainings that share the remaining time.
    private ResNetClassifierTransformer Fit(
        ModelBuilderDatasets images, TrainingSplit selection, int trainings, bool isFinal)
    {
        ResNetClassifierEstimator.Options options = _options.Copy();
        if (!isFinal)
            options.CheckpointPath = null;
        if (_configuration.TrainingTime is null)
            return Train(options, selection);

        var clock = new ExperimentClock(
            TimeSpan.FromSeconds(_clock.Remaining / trainings), _options.CancellationToken);
        using CancellationTokenSource end = clock.CreateTokenSource(0);
        options.CancellationToken = end.Token;
        // Transfer learning chooses its own epochs; it returns at least the network with the solved head.
        bool isScheduled = TransferChoice.Of(options) == ResNetTransferLearning.Schedule;
        if (isScheduled)
            options.Epochs = new EpochEstimator(clock).Epochs(options, selection, Train);
        options.ReturnModelWhenCancelled = true;
        ResNetClassifierTransformer classifier = Train(options, selection);
        _options.CancellationToken.ThrowIfCancellationRequested();
        if (isFinal)
            Note(isScheduled ? options.Epochs : null, classifier.TrainingReport!);
        return classifier;

        ResNetClassifierTransformer Train(ResNetClassifierEstimator.Options of, TrainingSplit selected) =>
            new ClassifierTraining(_host, of).Run(selected, images.Input, previous: null);
    }

    // epochs: null for transfer learning.
    private void Note(int? epochs, ResNetTrainingReport report)
    {
        if (report.StopReason == ResNetTrainingStopReason.Cancelled && epochs is null)
            _remarks.Add("The training time ended before the network was fine-tuned: only its last layer was trained.");
        else if (report.StopReason == ResNetTrainingStopReason.Cancelled)
            _remarks.Add($"The training time ended in epoch {report.ModelEpoch} of {epochs}.");
        else if (epochs < _options.Epochs)
            _remarks.Add($"The training time allowed {epochs} of {_options.Epochs} epochs.");
    }

    private MulticlassClassificationMetrics Evaluate(
        ModelBuilderDatasets images, ResNetClassifierTransformer classifier, ValueToKeyMappingTransformer keys,
        ImageSubset held)
    {
        // The view holds the stored pixels, which are interleaved.
        ClassifierModel model = classifier.Model;
        using ResNetClassifierTransformer scorer = new(
            _host, model with { Specification = model.Specification with { Layout = ResNetPixelLayout.Interleaved } });
        return _context.MulticlassClassification.Evaluate(
            scorer.Transform(keys.Transform(images.View(_context, held))));
    }

    private TransformerChain<ITransformer> Pipeline(
        ValueToKeyMappingTransformer keys, ResNetClassifierTransformer classifier, IDataView images)
    {
        ITransformer names = _context.Transforms.Conversion.MapKeyToValue(ModelBuilderColumns.PredictedLabel)
            .Fit(classifier.Transform(keys.Transform(images)));
        return new TransformerChain<ITransformer>(keys, classifier, names);
    }

    private double Score(MulticlassClassificationMetrics metrics) => _configuration.Metric switch
    {
        ResNetModelBuilderMetric.MacroAccuracy => metrics.MacroAccuracy,
        ResNetModelBuilderMetric.LogLoss => metrics.LogLoss,
        ResNetModelBuilderMetric.LogLossReduction => metrics.LogLossReduction,
        _ => metrics.MicroAccuracy,
    };
}
