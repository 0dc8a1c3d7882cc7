using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet;
using Microsoft.ML.Transforms;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace FineTuning;

/// <summary>Trains on a set of images and measures on its held-out ones.</summary>
internal sealed class Training(MLContext ml, ImageContainer container, Request request, CancellationToken token)
{
    /// <param name="images">To train on, and to test on.</param>
    /// <param name="epochs">Passes over them.</param>
    /// <param name="previous">What to start from, or null.</param>
    /// <param name="change">How the training differs from the library's defaults.</param>
    public TrainedNetwork Run(
        ImageSets images, int epochs, ResNetClassifierTransformer? previous = null,
        Action<ResNetClassifierEstimator.Options>? change = null)
    {
        var options = new ResNetClassifierEstimator.Options
        {
            Architecture = request.Architecture,
            ImagePathColumnName = nameof(ImageRow.Name),
            ImageHeight = request.ImageSize,
            ImageWidth = request.ImageSize,
            Epochs = epochs,
            Seed = request.Seed,
            NumberOfThreads = request.Threads,
            MetricsCallback = metrics => Console.WriteLine($"  {metrics}"),
            CancellationToken = token,
        };
        change?.Invoke(options);

        IDataView train = ml.Data.LoadFromEnumerable(new ImageRows(container, images.Train));
        var keys = ml.Transforms.Conversion.MapValueToKey(
            nameof(ImageRow.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(train);
        ResNetClassifierTransformer network = ml.Transforms.ResNetClassifier(options)
            .Fit(keys.Transform(train), previousModel: previous);

        IDataView test = keys.Transform(ml.Data.LoadFromEnumerable(new ImageRows(container, images.Test)));
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(network.Transform(test));
        return new TrainedNetwork(network, metrics.MicroAccuracy, metrics.LogLoss);
    }
}

/// <summary>A network, and how good it is on images that it has not seen.</summary>
internal sealed record TrainedNetwork(ResNetClassifierTransformer Network, double Accuracy, double Loss)
{
    public double Seconds => Network.TrainingReport!.Epochs[^1].Elapsed.TotalSeconds;
}
