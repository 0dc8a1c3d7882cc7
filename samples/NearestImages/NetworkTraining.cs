using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.Transforms;

namespace NearestImages;

/// <summary>Trains a classifier if the user does not give a model.</summary>
internal static class NetworkTraining
{
    private const int BatchSize = 32;

    /// <returns>The classifier. The whole pipeline is also saved.</returns>
    public static ResNetClassifierTransformer Run(
        MLContext ml, ImageContainer container, ImageSplit images, Request request, CancellationToken token)
    {
        Console.WriteLine(
            $"training {request.Architecture} on {images.Train.Count} images of {images.Classes} classes");
        IDataView train = ml.Data.LoadFromEnumerable(new ImageRows(container, images.Train));
        TransformerChain<ResNetClassifierTransformer> model = ml.Transforms.Conversion.MapValueToKey(
                nameof(ImageRow.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.ResNetClassifier(new ResNetClassifierEstimator.Options
            {
                Architecture = request.Architecture,
                ImagePathColumnName = nameof(ImageRow.Name),
                ImageHeight = request.ImageSize,
                ImageWidth = request.ImageSize,
                Epochs = request.Epochs,
                BatchSize = BatchSize,
                Seed = request.Seed,
                BadImages = ResNetBadImagePolicy.Skip,
                MetricsCallback = metrics => Console.WriteLine($"  {metrics}"),
                CancellationToken = token,
            }))
            .Fit(train);
        string path = Path.Combine(request.Output, "model.zip");
        ml.Model.Save(model, train.Schema, path);
        Console.WriteLine($"saved the model to {path}");
        return model.LastTransformer;
    }
}
