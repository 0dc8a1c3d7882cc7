using Degradation.Display;
using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Degradation.Experiments;

/// <summary>Trains a network with the protocol, unless the store already contains it.</summary>
internal sealed class NetworkTraining(
    MLContext ml, Experiment data, Protocol protocol, ResultStore store, IExperimentDisplay display, int threads,
    CancellationToken token)
{
    private const int ResponseImages = 500;
    private const double WarmUpEndsBelow = 80; // percent of the training images
    private const int LongestWarmUp = 10; // epochs

    // Added blocks undo batch normalization with fixed moments; large mini-batches deviate less from these.
    private const int ConstructedBatch = 128;

    private readonly List<CurvePoint> _curve = [];
    private double _seconds;

    public NetworkResult Run(NetworkPlan plan)
    {
        if (store.Find(plan) is { } kept)
        {
            display.ShowKept(plan, kept);
            return kept;
        }
        using ResNetClassifierTransformer model =
            plan.ConstructedFrom is null ? TrainFromScratch(plan) : TrainConstructed(plan);
        var result = new NetworkResult
        {
            Name = plan.Name,
            Depth = plan.Depth,
            Residual = plan.Residual,
            ConstructedFrom = plan.ConstructedFrom?.Name,
            Parameters = model.ParameterCount,
            Seconds = Math.Round(_seconds, 1),
            WeightsSha256 = model.WeightsSha256,
            Curve = _curve,
            LayerResponses = LayerDeviation.From(model.MeasureLayerResponses(data.Train, ResponseImages)),
        };
        store.Add(plan, result, ml, model, data.Train.Schema);
        display.ShowFinished(plan, result);
        return result;
    }

    private ResNetClassifierTransformer TrainFromScratch(NetworkPlan plan)
    {
        int epochs = protocol.Epochs(data.TrainImages), warmUp = 0;
        ResNetClassifierTransformer? start = null;
        // Section 4.2: networks of 110 layers start with a learning rate of 0.01 until the training error is below 80 %.
        while (plan.Depth >= protocol.WarmUpDepth && warmUp < Math.Min(LongestWarmUp, epochs - 1)
            && !(warmUp > 0 && _curve[^1].TrainError < WarmUpEndsBelow))
        {
            ResNetClassifierTransformer? before = start;
            start = Fit(plan, before, epochs, options =>
            {
                options.Epochs = 1;
                options.LearningRate = protocol.LearningRate / 10;
                options.Schedule = ResNetLearningRateSchedule.Constant;
                options.Seed = protocol.Seed + 1 + warmUp;
            });
            before?.Dispose();
            warmUp++;
        }
        using (start)
        {
            return Fit(plan, start, epochs, options =>
            {
                options.Epochs = epochs - warmUp;
                options.LearningRate = protocol.LearningRate;
                options.Schedule = protocol.Schedule;
                options.Optimizer.StepMilestones =
                    [.. protocol.Milestones.Select(part => Math.Max(0, (part * epochs - warmUp) / (epochs - warmUp)))];
            });
        }
    }

    private ResNetClassifierTransformer TrainConstructed(NetworkPlan plan)
    {
        using ResNetClassifierTransformer shallow = store.Load(plan.ConstructedFrom!, ml);
        using ResNetClassifierTransformer deep = shallow.Deepen(plan.Architecture, data.Train, seed: protocol.Seed);
        _curve.Add(new CurvePoint(0, Error(deep, data.Train), Error(deep, data.Test)));
        int epochs = Math.Max(1, (int)Math.Round(protocol.Epochs(data.TrainImages) * protocol.ConstructedPart));
        return Fit(plan, deep, epochs, options =>
        {
            options.Epochs = epochs;
            options.BatchSize = Math.Max(ConstructedBatch, protocol.BatchSize);
            options.LearningRate = protocol.LearningRate / 100;
            options.Optimizer.StepMilestones = [0.5f];
        });
    }

    private ResNetClassifierTransformer Fit(
        NetworkPlan plan, ResNetClassifierTransformer? start, int epochs,
        Action<ResNetClassifierEstimator.Options> recipe)
    {
        int done = _curve.Count(point => point.Iteration > 0);
        var options = new ResNetClassifierEstimator.Options
        {
            LabelColumnName = nameof(ImageRow.Label),
            ImageColumnName = nameof(ImageRow.Image),
            ImagePathColumnName = nameof(ImageRow.Name),
            Architecture = plan.Architecture,
            ImageHeight = protocol.ImageSize,
            ImageWidth = protocol.ImageSize,
            BatchSize = protocol.BatchSize,
            Schedule = ResNetLearningRateSchedule.Step,
            Optimizer = { Momentum = 0.9f, Nesterov = false, WeightDecay = 1e-4f, DecayBatchNorm = true },
            Augmentation = { CropPadding = protocol.ImageSize / 8 }, // the paper's 4 of 32
            Precision = protocol.Precision,
            Seed = protocol.Seed,
            NumberOfThreads = threads,
            CheckpointPath = store.CheckpointOf(plan, done),
            ProgressCallback = progress => display.ShowProgress(plan, done, epochs, progress),
            MetricsCallback = metrics => display.ShowEpoch(plan, done, epochs, metrics),
            CancellationToken = token,
        };
        recipe(options);
        if (File.Exists(options.CheckpointPath))
            display.ShowResumed(plan);
        ResNetClassifierTransformer model = ml.Transforms.ResNetClassifier(options).Fit(data.Train, data.Test, start);
        IReadOnlyList<ResNetEpochMetrics> metrics = model.TrainingReport!.Epochs;
        _curve.AddRange(metrics.Select(epoch => new CurvePoint(
            (done + epoch.Epoch) * Protocol.IterationsPerEpoch(data.TrainImages, options.BatchSize.Value), Percent(epoch.TrainAccuracy),
            Percent(epoch.ValidationAccuracy!.Value))));
        _seconds += metrics[^1].Elapsed.TotalSeconds;
        return model;
    }

    private double Error(ResNetClassifierTransformer model, IDataView images) =>
        Percent(ml.MulticlassClassification.Evaluate(model.Transform(images)).MicroAccuracy);

    private static double Percent(double accuracy) => Math.Round(100 * (1 - accuracy), 3);
}
