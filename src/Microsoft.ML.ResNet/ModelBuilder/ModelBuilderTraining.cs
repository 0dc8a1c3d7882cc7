using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.ResNet;

/// <summary>Runs what a Model Builder configuration describes.</summary>
internal sealed class ModelBuilderTraining
{
    private readonly MLContext _context;
    private readonly ModelBuilderConfiguration _configuration;
    private readonly ResNetClassifierEstimator.Options _options;
    private readonly int _seed;
    private readonly ExperimentClock _clock;
    private readonly List<string> _remarks;

    public ModelBuilderTraining(
        MLContext context, ModelBuilderConfiguration configuration, ResNetClassifierEstimator.Options options)
    {
        _clock = new ExperimentClock(configuration.TrainingTime, options.CancellationToken);
        if (configuration.TrainingTime <= TimeSpan.Zero)
            throw new ArgumentException($"TrainingTime is {configuration.TrainingTime} and must be positive, or null.");
        if (configuration.TrainingTime is not null && options.CheckpointPath is not null)
        {
            throw new ArgumentException(
                "CheckpointPath cannot be used with a TrainingTime: how many epochs that allows differs from run to "
                + "run.");
        }
        _context = context;
        _configuration = configuration;
        _remarks = [.. configuration.Remarks];
        _options = options;
        _seed = configuration.Seed ?? options.Seed 
            ?? MlNetEnvironment.Of(context.Transforms).Register(nameof(ModelBuilderTraining)).Rand.Next();
        options.Seed = _seed;
        options.LabelColumnName = ModelBuilderColumns.Label;
        options.ImageColumnName = ModelBuilderColumns.ImageSource;
        options.ImagePathColumnName = ModelBuilderColumns.ImagePath;
        options.ScoreColumnName = ModelBuilderColumns.Score;
        options.PredictedLabelColumnName = ModelBuilderColumns.PredictedLabel;
        if (configuration.Metric == ModelBuilderMetric.MacroAccuracy)
            options.ClassWeights = ClassWeights.Balanced;
    }

    public ModelBuilderResult Run(IReadOnlyList<LabeledFile> files, IReadOnlyList<LabeledFile>? validation)
    {
        IDataView all = ModelBuilderColumns.View(_context, files);
        ValueToKeyMappingTransformer keys = ModelBuilderColumns.Keys(_context, all);
        if (validation?.ExceptBy(files.Select(file => file.Label), file => file.Label).FirstOrDefault() is { } stranger)
        {
            throw new InvalidDataException(
                $"{stranger.ImagePath} is of a class '{stranger.Label}' that the training images do not have.");
        }

        ResNetClassifierTransformer classifier;
        var metrics = new List<MulticlassClassificationMetrics>();
        if (_configuration.Validation.Folds is { } folds)
        {
            // Every fold has the same part of the time, and so has the training on all images.
            int trainings = folds + 1;
            foreach ((LabeledFile[] train, LabeledFile[] held) in FileSplits.Folds(files, folds, _seed))
                metrics.Add(Evaluate(Fit(keys, train, held, trainings--, isFinal: false), keys, held));
            classifier = Fit(keys, files, [], trainings: 1, isFinal: true);
        }
        else
        {
            (IReadOnlyList<LabeledFile> train, IReadOnlyList<LabeledFile> held) = validation is not null
                ? (files, validation)
                : FileSplits.Split(files, _configuration.Validation.Fraction!.Value, _seed);
            if (held.Count == 0)
            {
                throw new ArgumentException(
                    $"No class has enough images for {_configuration.Validation.Fraction:P0} of them to be held out "
                    + "for validation.");
            }
            classifier = Fit(keys, train, held, trainings: 1, isFinal: true);
            metrics.Add(Evaluate(classifier, keys, held));
        }
        return new ModelBuilderResult
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

    // trainings: among how many the time that is left is to be shared.
    private ResNetClassifierTransformer Fit(
        ValueToKeyMappingTransformer keys, IReadOnlyList<LabeledFile> train, IReadOnlyList<LabeledFile> held,
        int trainings, bool isFinal)
    {
        ResNetClassifierEstimator.Options options = _options.Copy();
        if (!isFinal)
            options.CheckpointPath = null;
        IDataView images = View(keys, train);
        IDataView? validation = held.Count == 0 ? null : View(keys, held);
        if (_configuration.TrainingTime is not { } total)
            return Estimator(options).Fit(images, validation);

        var clock = new ExperimentClock(
            TimeSpan.FromSeconds(_clock.Remaining / trainings), _options.CancellationToken);
        using CancellationTokenSource end = clock.Before(0);
        options.CancellationToken = end.Token;
        try
        {
            options.Epochs = new TimeLimit(clock).Epochs(
                options, train.Count, held.Count, count => View(keys, FileSplits.Sample(train, count)),
                (trial, some) => Estimator(trial).Fit(some));
            options.ReturnModelWhenCancelled = true;
            ResNetClassifierTransformer classifier = Estimator(options).Fit(images, validation);
            _options.CancellationToken.ThrowIfCancellationRequested();
            if (isFinal)
                Note(options.Epochs, classifier.TrainingReport!);
            return classifier;
        }
        catch (OperationCanceledException) when (!_options.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{_configuration.Path}: the training time of {total.TotalSeconds:N0} s is over before anything is "
                + $"learned from {train.Count:N0} images. Give it more, or take fewer or smaller images.");
        }
    }

    private void Note(int epochs, ResNetTrainingReport report)
    {
        if (report.StopReason == TrainingStopReason.Cancelled)
            _remarks.Add($"The training time was over in epoch {report.ModelEpoch} of {epochs}.");
        else if (epochs < _options.Epochs)
            _remarks.Add($"The training time sufficed for {epochs} of {_options.Epochs} epochs.");
    }

    private ResNetClassifierEstimator Estimator(ResNetClassifierEstimator.Options options) =>
        _context.Transforms.ResNetClassifier(options);

    private IDataView View(ValueToKeyMappingTransformer keys, IReadOnlyList<LabeledFile> files) =>
        keys.Transform(ModelBuilderColumns.View(_context, files));

    private MulticlassClassificationMetrics Evaluate(
        ResNetClassifierTransformer classifier, ValueToKeyMappingTransformer keys, IReadOnlyList<LabeledFile> held) =>
        _context.MulticlassClassification.Evaluate(classifier.Transform(View(keys, held)));

    private TransformerChain<ITransformer> Pipeline(
        ValueToKeyMappingTransformer keys, ResNetClassifierTransformer classifier, IDataView images)
    {
        ITransformer names = _context.Transforms.Conversion.MapKeyToValue(ModelBuilderColumns.PredictedLabel)
            .Fit(classifier.Transform(keys.Transform(images)));
        return new TransformerChain<ITransformer>(keys, classifier, names);
    }

    private double Score(MulticlassClassificationMetrics metrics) => _configuration.Metric switch
    {
        ModelBuilderMetric.MacroAccuracy => metrics.MacroAccuracy,
        ModelBuilderMetric.LogLoss => metrics.LogLoss,
        ModelBuilderMetric.LogLossReduction => metrics.LogLossReduction,
        _ => metrics.MicroAccuracy,
    };
}
