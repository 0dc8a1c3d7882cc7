using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet;
using Microsoft.ML.Transforms;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace FineTuning;

/// <summary>Trains a network and evaluates it on the test images.</summary>
internal sealed class Training(MLContext ml, ImageContainer container, Request request, CancellationToken token)
{
    /// <param name="images">Training and test images.</param>
    /// <param name="epochs">Number of epochs.</param>
    /// <param name="previous">The network to start from; null to train from scratch.</param>
    /// <param name="change">Changes options from the library's defaults.</param>
    public TrainedNetwork Run(
        ImageSplit images, int epochs, ResNetClassifierTransformer? previous = null,
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

/// <summary>A network with its accuracy and loss on the test images.</summary>
internal sealed record TrainedNetwork(ResNetClassifierTransformer Network, double Accuracy, double Loss)
{
    public double Seconds => Network.TrainingReport!.Epochs[^1].Elapsed.TotalSeconds;
}
