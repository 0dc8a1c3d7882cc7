using System.Diagnostics;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Trains a network over epochs of mini-batches.</summary>
internal sealed class Trainer : IDisposable
{
    // Checking all weights in every step would noticeably slow down large networks on small images.
    private const int BatchesPerWeightCheck = 16;

    private readonly TrainingSettings _settings;
    private readonly ImageSubset? _validation;
    private readonly ITrainingObserver _observer;
    private readonly CancellationToken _token;
    private readonly NetworkLayout _layout;
    private readonly ChannelNormalization _normalization;
    private readonly BatchPlan _plan;
    private readonly TrainingNetwork _network;
    private readonly StochasticDepth? _depth;
    private readonly GradientAccumulator _gradients;
    private readonly WeightAverage? _average;
    private readonly SgdOptimizer _optimizer;
    private readonly BatchLoader _loader;
    private readonly TrainingCheckpoints? _checkpoints;
    private readonly TrainingPosition _position;
    private readonly BestEpoch? _best;
    private readonly bool _returnWhenCancelled;
    private readonly InferenceNetwork? _validator;
    private readonly ProgressMeter _meter;

    /// <param name="settings">Everything that determines the training, apart from the images.</param>
    /// <param name="context">Runs the kernels. The result has the same bits for any number of threads.</param>
    /// <param name="train">The training images; labels are below <see cref="TrainingSettings.ClassCount"/>.</param>
    /// <param name="validation">Images for validation after every epoch; may be null.</param>
    /// <param name="initial">
    /// A model of the same architecture, channels and number of classes to start from; may be null. Its normalization
    /// is kept.
    /// </param>
    /// <param name="observer">Receives progress.</param>
    /// <param name="token">Ends the training with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="checkpoints">
    /// Resumes from the checkpoint of an earlier run, if there is one, and saves this run. May be null.
    /// </param>
    /// <param name="returnWhenCancelled">
    /// Whether a cancelled training returns a model: the best epoch's with
    /// <see cref="ResNetTrainingOptions.EarlyStopping"/>, otherwise the current one. Before the first iteration it always
    /// throws.
    /// </param>
    /// <exception cref="ArgumentException">Settings, images and initial model are inconsistent.</exception>
    /// <exception cref="InvalidOperationException">
    /// Training diverged, or the checkpoint belongs to another training.
    /// </exception>
    public static TrainingResult Train(
        TrainingSettings settings, NativeContext context, ImageSubset train, ImageSubset? validation,
        ResNetModel? initial, ITrainingObserver observer, CancellationToken token,
        TrainingCheckpoints? checkpoints = null, bool returnWhenCancelled = false)
    {
        settings.Validate();
        TrainingDataValidation.Validate(settings, train, validation);
        using Trainer trainer = new(
            settings, context, train, validation, initial, observer, token, checkpoints, returnWhenCancelled);
        return trainer.Run();
    }

    private Trainer(
        TrainingSettings settings, NativeContext context, ImageSubset train, ImageSubset? validation,
        ResNetModel? initial, ITrainingObserver observer, CancellationToken token, TrainingCheckpoints? checkpoints,
        bool returnWhenCancelled)
    {
        _settings = settings;
        _validation = validation is { Rows.IsEmpty: false } ? validation : null;
        _observer = observer;
        _token = token;
        _checkpoints = checkpoints;
        _returnWhenCancelled = returnWhenCancelled;
        settings.Options.EarlyStopping?.RequireImages(_validation is not null, train.Labels.IsMultiLabel);
        PixelShape stored = train.Pixels.Shape;
        ImageSize input = settings.InputOf(stored.Size);
        _layout = new NetworkLayout(
            settings.Options.Architecture, input.Height, input.Width, stored.Channels, settings.ClassCount);
        _plan = new BatchPlan(train.Rows.Length, settings.BatchSize, settings.Options.Optimizer.AccumulationSteps);
        _position = new TrainingPosition(settings.Options.Epochs, _plan.Count);
        RequireBatchStatistics();
        if (settings.Options.StochasticDepth > 0)
            _depth = new StochasticDepth(settings.Options.StochasticDepth, _layout.Blocks.Count, settings.Seed);
        Lazy<ChannelStatistics> colors = new(() => new ChannelStatistics(train, context));
        _normalization = settings.Normalization ?? initial?.Normalization ?? colors.Value.Normalization;
        Augmentation augmentation = new(
            settings, stored.Size, _normalization,
            settings.Options.Augmentation.ColorShift > 0 && stored.Channels == 3 ? colors.Value.PrincipalColors : null);

        Arithmetic arithmetic =
            Arithmetic.FromPrecision(settings.Options.Precision) with { Algorithm = settings.ConvolutionAlgorithm };
        // Disposes what has been created if a later allocation fails, most likely for lack of memory.
        try
        {
            _network = new TrainingNetwork(_layout, context, _plan.Largest, arithmetic, settings.Options.FrozenStages,
                settings.FreezesNormalization);
            Span<float> parameters = _network.Parameters.Span, statistics = _network.Statistics.Span;
            WeightInitialization.Initialize(_layout, settings, parameters, statistics);
            PriorBias.Write(train, _layout, parameters);
            if (initial is not null)
                WeightInitialization.TakeOver(initial, _layout, parameters, statistics);
            _gradients = new GradientAccumulator(_network, settings.Options.Optimizer.AccumulationSteps);
            _average = settings.Options.Optimizer.MovingAverageDecay > 0
                ? new WeightAverage(_network, settings.Options.Optimizer.MovingAverageDecay)
                : null;
            _optimizer = new SgdOptimizer(_network, settings, _average);
            _validator = _validation is null
                ? null
                : new InferenceNetwork(_layout, _normalization, context, arithmetic);
            _meter = new ProgressMeter(observer, settings.Options.Epochs, train.Rows.Length);
            if (settings.Options.EarlyStopping is { } rule)
                _best = new BestEpoch(rule, parameters.Length, statistics.Length);
            StartCheckpoints(train, initial);
            _loader = new BatchLoader(train, settings, _plan, augmentation, _normalization, context.Isa, _position);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    // The parts hold all state that changes between mini-batches.
    private void StartCheckpoints(ImageSubset train, ResNetModel? initial)
    {
        if (_checkpoints is null)
            return;
        TrainingIdentity identity = TrainingIdentity.Create(_checkpoints.FilePath, _settings, train, _validation, initial);
        List<ICheckpointPart> parts = [new NetworkState(_network), _optimizer, _meter];
        if (_average is not null)
            parts.Add(_average);
        if (_best is not null)
            parts.Add(_best);
        if (_checkpoints.Start(identity, _position, parts))
        {
            _observer.OnResumed(new ResNetResumption
            {
                CheckpointPath = _checkpoints.FilePath,
                Position = _position.ToString(),
                Epochs = _meter.Epochs,
            });
        }
    }

    // Patience is counted in epochs, so training stops only between epochs.
    private bool IsStoppedEarly => _position.Batch == 0 && (_best?.IsPatienceSpent(_position.Epoch) ?? false);

    private bool IsFinished => _position.IsAtEnd || IsStoppedEarly;

    private TrainingResult Run()
    {
        try
        {
            while (!IsFinished)
                TrainEpoch();
        }
        catch (OperationCanceledException)
        {
            // Cancellation occurs only between steps, so the state is consistent and can be saved.
            if (_checkpoints is not null)
                Save();
            if (!_returnWhenCancelled || _position.Iteration == 0)
                throw;
            return CreateResult(ResNetTrainingStopReason.Cancelled);
        }
        return CreateResult(_position.IsAtEnd ? ResNetTrainingStopReason.Completed : ResNetTrainingStopReason.EarlyStopping);
    }

    private void TrainEpoch()
    {
        _meter.BeginEpoch();
        while (!_position.IsEpochTrained)
        {
            Step();
            if (_checkpoints?.IsDue(_position) ?? false)
                Save();
        }
        EndEpoch();
        if (_checkpoints?.IsDue(_position, isLast: IsFinished) ?? false)
            Save();
    }

    // Weights that are not finite are never saved.
    private void Save()
    {
        RequireFiniteWeights();
        _checkpoints!.Save(_position);
    }

    // A step is never interrupted or saved halfway: checkpoints do not contain accumulated gradients.
    private void Step()
    {
        CheckAlive();
        long step = (long)_position.Epoch * _plan.Steps + _plan.StepOf(_position.Batch);
        float learningRate = LearningRates.At(_settings, step, (long)_settings.Options.Epochs * _plan.Steps);
        ChooseDepth(step);
        int batches = _plan.BatchesFrom(_position.Batch), images = _plan.ImagesFrom(_position.Batch);
        for (int batch = 0; batch < batches; batch++)
        {
            LoadedBatch loaded = _loader.Next();
            BatchLoss loss = _network.ForwardBackward(
                loaded.Count, loaded.Images, loaded.Targets, (float)loaded.Count / images);
            if (!double.IsFinite(loss.LossSum))
            {
                throw Diverged(
                    $"the loss is {loss.LossSum} in epoch {_position.Epoch + 1}, iteration {_position.Batch + batch + 1}",
                    learningRate);
            }
            _gradients.Add(isLast: batch == batches - 1);
            _meter.AddBatch(loss, loaded.Count, learningRate);
        }
        _optimizer.Step(learningRate);
        _position.NextBatches(batches);
        if (_position.Batch % BatchesPerWeightCheck < batches)
            RequireFiniteWeights();
        _meter.Report();
    }

    private void ChooseDepth(long step)
    {
        if (_depth is not null)
            _network.SetResidualFactors(block => _depth.Factor(step, block));
    }

    private void EndEpoch()
    {
        RequireFiniteWeights();
        long start = Stopwatch.GetTimestamp();
        BatchLoss? validation = null;
        LabelRanking? ranking = _validation is { Labels.IsMultiLabel: true } ? new(_layout.Classes) : null;
        if (_validation is not null)
        {
            _validator!.Update(Parameters, Statistics);
            validation = _validator.Evaluate(_validation, CheckAlive, ranking);
            if (!double.IsFinite(validation.Value.LossSum))
            {
                throw Diverged(
                    $"the validation loss is {validation.Value.LossSum} after epoch {_position.Epoch + 1}",
                    _meter.LearningRate);
            }
        }
        ResNetEpochMetrics metrics = _meter.EndEpoch(
            validation, _validation?.Rows.Length ?? 0, Stopwatch.GetElapsedTime(start),
            ranking?.MeanAveragePrecision());
        _best?.Update(metrics, Parameters.Span, Statistics.Span);
        _position.NextEpoch();
        _observer.OnEpoch(metrics);
    }

    private TrainingResult CreateResult(ResNetTrainingStopReason reason)
    {
        bool isBest = _best is { Epoch: > 0 };
        ResNetModel model = new(
            _settings.Options.Architecture, _layout.Height, _layout.Width, _layout.Channels, _layout.Classes, _normalization,
            isBest ? _best!.Parameters : Parameters.Span.ToArray(),
            isBest ? _best!.Statistics : Statistics.Span.ToArray());
        int begun = _position.Epoch + (_position.Batch > 0 ? 1 : 0);
        return new TrainingResult(model, isBest ? _best!.Epoch : begun, reason, _meter.Epochs);
    }

    // The parameters to validate and return.
    private NativeBuffer Parameters => _average?.Parameters ?? _network.Parameters;

    private NativeBuffer Statistics => _average?.Statistics ?? _network.Statistics;

    private void CheckAlive()
    {
        _token.ThrowIfCancellationRequested();
        _observer.CheckAlive();
    }

    private void RequireBatchStatistics()
    {
        long pixels = _layout.UnitsFrom(_layout.FirstTrainedSection(_settings.Options.FrozenStages))
            .Select(unit => unit.Convolution.OutputPixels).DefaultIfEmpty(long.MaxValue).Min();
        if (pixels == 1 && _plan.Smallest < 2)
        {
            throw new ArgumentException(
                $"At {_layout.Height}x{_layout.Width} pixels {_settings.Options.Architecture} ends in a single pixel and "
                + "batch normalisation needs two values: use a BatchSize and a training set of at least 2.");
        }
    }

    // The loss can stay finite when weights are not, because ReLU maps NaN to 0.
    private void RequireFiniteWeights()
    {
        if (!FiniteValues.AreAll(_network.Parameters.Span) || !FiniteValues.AreAll(_network.Statistics.Span))
            throw Diverged($"some weights are no longer finite at {_position}", _meter.LearningRate);
    }

    private InvalidOperationException Diverged(string what, float learningRate)
    {
        string checkpoint = _checkpoints is null ? ""
            : $" The last good checkpoint, '{_checkpoints.FilePath}', is from {_checkpoints.Position}.";
        return new InvalidOperationException(
            FormattableString.Invariant($"Training diverged: {what}, at learning rate {learningRate:G4}. ")
            + $"Lower the learning rate or lengthen the warm-up.{checkpoint}");
    }

    public void Dispose()
    {
        _loader?.Dispose();
        _validator?.Dispose();
        _optimizer?.Dispose();
        _average?.Dispose();
        _gradients?.Dispose();
        _network?.Dispose();
    }
}
