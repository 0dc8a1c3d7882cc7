using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet;
using Microsoft.ML.Transforms;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace QuickStart.Learning;

/// <summary>The pipeline from encoded images to class probabilities.</summary>
internal static class ResNetPipeline
{
    /// <summary>Trains on the content of files; the classifier decodes and resizes images in parallel.</summary>
    public static TransformerChain<ResNetClassifierTransformer> Train(
        MLContext ml, IDataView images, ResNetClassifierEstimator.Options options) =>
        ml.Transforms.Conversion.MapValueToKey(
                nameof(ImageRow.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.MulticlassClassification.Trainers.ResNet(options))
            .Fit(images);

    /// <summary>The same pipeline with a classifier quantized to int8.</summary>
    public static TransformerChain<ResNetClassifierTransformer> Quantize(
        TransformerChain<ResNetClassifierTransformer> model, IDataView images)
    {
        ITransformer[] steps = [.. model];
        return new TransformerChain<ResNetClassifierTransformer>(
            [.. steps[..^1], model.LastTransformer.Quantize(images)]);
    }

    /// <summary>The library's options for a request. Options that were not given keep the library's defaults.</summary>
    public static ResNetClassifierEstimator.Options Options(TrainRequest request, TrainingRecord record, CancellationToken token)
    {
        var options = new ResNetClassifierEstimator.Options
        {
            LabelColumnName = nameof(ImageRow.Label),
            ImageColumnName = nameof(ImageRow.Image),
            ImagePathColumnName = nameof(ImageRow.Name),
            BadImages = request.SkipBadImages ? ResNetBadImagePolicy.Skip : ResNetBadImagePolicy.Throw,
            MetricsCallback = record.OnEpoch,
            ProgressCallback = record.OnProgress,
            CancellationToken = token,
        };
        if (request.Preset is not null)
            options.Apply(request.Preset);
        // Left open, the architecture is that of installed weights if the images are photographs.
        if (request.Architecture is not null)
            options.Architecture = request.Architecture;
        options.Epochs = request.Epochs ?? options.Epochs;
        options.BatchSize = request.BatchSize ?? options.BatchSize;
        options.LearningRate = request.LearningRate ?? options.LearningRate;
        options.ImageHeight = options.ImageWidth = request.ImageSize ?? 0;
        options.CheckpointPath = request.Checkpoint;
        options.CheckpointEveryMinutes = request.CheckpointMinutes ?? options.CheckpointEveryMinutes;
        options.NumberOfThreads = request.Threads ?? 0;
        if (request.Precision != ResNetPrecision.Int8)
            options.Precision = request.Precision ?? options.Precision;
        return options;
    }
}
