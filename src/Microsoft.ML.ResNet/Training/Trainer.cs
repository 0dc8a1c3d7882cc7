using System.Diagnostics;

namespace Microsoft.ML.ResNet;

/// <summary>Trains a network: mini-batch after mini-batch, epoch after epoch.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainingSettings _settings;
    private readonly LabeledImages? _validation;
    private readonly ITrainingObserver _observer;
    private readonly CancellationToken _token;
    private readonly NetworkLayout _layout;
    private readonly ChannelNormalization _normalization;
    private readonly BatchPlan _plan;
    private readonly TrainingNetwork _network;
    private readonly SgdOptimizer _optimizer;
    private readonly BatchLoader _loader;
    private readonly InferenceNetwork? _validator;
    private readonly ProgressMeter _meter;

    /// <param name="settings">All that decides the training, apart from the images.</param>
    /// <param name="context">Computes. The result has the same bits at any number of threads.</param>
    /// <param name="train">The images to learn; labels are below <see cref="TrainingSettings.ClassCount"/>.</param>
    /// <param name="validation">Images to measure on after every epoch, or null.</param>
    /// <param name="initial">
    /// A model of the same architecture, channels and number of classes to start from, or null. Its normalisation is
    /// kept.
    /// </param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="token">Ends the training with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Settings, images and initial model do not go together.</exception>
    /// <exception cref="InvalidOperationException">Training diverged.</exception>
    public static ResNetModel Train(
        TrainingSettings settings, NativeContext context, LabeledImages train, LabeledImages? validation,
        ResNetModel? initial, ITrainingObserver observer, CancellationToken token)
    {
        settings.Validate();
        TrainingData.Validate(settings, train, validation);
        using Trainer trainer = new(settings, context, train, validation, initial, observer, token);
        return trainer.Run();
    }

    private Trainer(
        TrainingSettings settings, NativeContext context, LabeledImages train, LabeledImages? validation,
        ResNetModel? initial, ITrainingObserver observer, CancellationToken token)
    {
        _settings = settings;
        _validation = validation is { Rows.IsEmpty: false } ? validation : null;
        _observer = observer;
        _token = token;
        PixelStore pixels = train.Pixels;
        _layout = new NetworkLayout(
            settings.Architecture, pixels.Height, pixels.Width, pixels.Channels, settings.ClassCount);
        _plan = new BatchPlan(train.Rows.Length, settings.BatchSize);
        RequireBatchStatistics();
        _normalization = settings.Normalization ?? initial?.Normalization ?? NormalizationLearning.Learn(train, context);

        Arithmetic arithmetic =
            Arithmetic.Of(settings.Precision) with { Algorithm = settings.ConvolutionAlgorithm };
        // What exists is disposed of in case a later one cannot be made, for lack of memory most likely.
        try
        {
            _network = new TrainingNetwork(_layout, context, _plan.Largest, arithmetic, settings.FrozenStages);
            Span<float> parameters = _network.Parameters.Span, statistics = _network.Statistics.Span;
            WeightInitialization.Initialize(_layout, settings, parameters, statistics);
            PriorBias.Write(train, _layout, parameters);
            if (initial is not null)
                WeightInitialization.TakeOver(initial, _layout, parameters, statistics);
            _optimizer = new SgdOptimizer(_network, settings);
            _validator = _validation is null
                ? null
                : new InferenceNetwork(_layout, _normalization, context, arithmetic);
            _loader = new BatchLoader(train, settings, _plan, _normalization, context.Isa);
            _meter = new ProgressMeter(observer, settings.Epochs, train.Rows.Length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private ResNetModel Run()
    {
        for (int epoch = 0; epoch < _settings.Epochs; epoch++)
        {
            _meter.BeginEpoch(epoch);
            for (int batch = 0; batch < _plan.Count; batch++)
                Step(epoch, batch);
            EndEpoch();
        }
        return CreateModel();
    }

    private void Step(int epoch, int batch)
    {
        CheckAlive();
        LoadedBatch loaded = _loader.Next();
        long iteration = (long)epoch * _plan.Count + batch;
        float learningRate = LearningRates.At(_settings, iteration, (long)_settings.Epochs * _plan.Count);
        BatchLoss loss = _network.ForwardBackward(loaded.Count, loaded.Images, loaded.Targets);
        if (!double.IsFinite(loss.LossSum))
            throw Diverged($"the loss is {loss.LossSum} in epoch {epoch + 1}, iteration {batch + 1}", learningRate);
        _optimizer.Step(learningRate);
        _meter.AddBatch(loss, loaded.Count, learningRate);
    }

    private void EndEpoch()
    {
        long start = Stopwatch.GetTimestamp();
        BatchLoss? validation = null;
        LabelRanking? ranking = _validation is { Labels.AreSets: true } ? new(_layout.Classes) : null;
        if (_validation is not null)
        {
            _validator!.Update(_network.Parameters, _network.Statistics);
            validation = _validator.Evaluate(_validation, CheckAlive, ranking);
        }
        _meter.EndEpoch(
            validation, _validation?.Rows.Length ?? 0, Stopwatch.GetElapsedTime(start),
            ranking?.MeanAveragePrecision());
    }

    private ResNetModel CreateModel()
    {
        float[] parameters = _network.Parameters.Span.ToArray(), statistics = _network.Statistics.Span.ToArray();
        if (!parameters.All(float.IsFinite) || !statistics.All(float.IsFinite))
            throw Diverged("some weights are not finite after the last iteration", _settings.LearningRate);
        return new ResNetModel(
            _settings.Architecture, _layout.Height, _layout.Width, _layout.Channels, _layout.Classes, _normalization,
            parameters, statistics);
    }

    private void CheckAlive()
    {
        _token.ThrowIfCancellationRequested();
        _observer.CheckAlive();
    }

    private void RequireBatchStatistics()
    {
        long pixels = _layout.UnitsFrom(_layout.FirstTrainedSection(_settings.FrozenStages))
            .Select(unit => unit.Convolution.OutputPixels).DefaultIfEmpty(long.MaxValue).Min();
        if (pixels == 1 && _plan.Smallest < 2)
        {
            throw new ArgumentException(
                $"At {_layout.Height}x{_layout.Width} pixels {_settings.Architecture} ends in a single pixel, and "
                + "batch normalisation needs two values: use a BatchSize and a training set of at least 2.");
        }
    }

    private static InvalidOperationException Diverged(string what, float learningRate) => new(
        FormattableString.Invariant($"Training diverged: {what}, at learning rate {learningRate:G4}. ")
        + "Lower the learning rate or lengthen the warm-up.");

    public void Dispose()
    {
        _loader?.Dispose();
        _validator?.Dispose();
        _optimizer?.Dispose();
        _network?.Dispose();
    }
}
