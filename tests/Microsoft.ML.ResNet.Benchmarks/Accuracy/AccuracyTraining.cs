using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>Trains with the library's defaults and measures the test accuracy.</summary>
internal sealed class AccuracyTraining(ArchivedImages images, NativeContext context, int epochs)
{
    /// <summary>The default of Quantize.</summary>
    public const int CalibrationImages = 512;

    public static ResNetArchitecture Architecture => ResNetArchitecture.ResNet20;

    private sealed class SilentObserver : ITrainingObserver
    {
        public void OnResumed(ResNetResumption resumption)
        {
        }

        public void OnEpoch(ResNetEpochMetrics metrics)
        {
        }

        public void OnProgress(ResNetProgress progress)
        {
        }

        public void CheckAlive()
        {
        }
    }

    public TrainedNetwork Run(TrainingVariant arithmetic, int seed)
    {
        ResNetClassifierEstimator.Options defaults = new()
        {
            Architecture = Architecture,
            Epochs = epochs,
            Precision = arithmetic.Precision,
        };
        ImageSubset train = images.Train.All;
        TrainingSettings settings =
            defaults.ToSettings(images.Classes, train.Rows.Length, images.Train.Pixels.Height, seed) with
            {
                ConvolutionAlgorithm = arithmetic.Algorithm,
            };
        ResNetModel model = Trainer.Train(
            settings, context, train, validation: null, initial: null, new SilentObserver(),
            CancellationToken.None).Model;
        return new TrainedNetwork(
            arithmetic.Name, seed, epochs, train.Rows.Length, Accuracy(model, arithmetic.Arithmetic),
            arithmetic.Precision == ResNetPrecision.Float32
                ? Accuracy(model, Arithmetic.FromPrecision(ResNetPrecision.Int8, Calibrate(model)))
                : null);
    }

    private double Accuracy(ResNetModel model, Arithmetic arithmetic)
    {
        using InferenceNetwork network = new(model, context, arithmetic);
        ImageSubset test = images.Test.All;
        return (double)network.Evaluate(test, () => { }).Correct / test.Rows.Length;
    }

    // The images are ordered by class, so evenly spaced ones cover all classes.
    private ActivationRanges Calibrate(ResNetModel model)
    {
        ActivationRanges ranges = new(model.CreateLayout().Units.Count());
        using InferenceNetwork network = new(model, context) { Observer = ranges };
        long count = images.Train.Labels.Length, taken = Math.Min(count, CalibrationImages);
        long[] rows = [.. Enumerable.Range(0, (int)taken).Select(i => i * count / taken)];
        network.Evaluate(images.Train.Select(rows), () => { });
        return ranges;
    }
}
