using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.Transforms;

namespace ModelSelection;

/// <summary>
/// Trains the library's default configuration on all training images. The number of epochs is chosen so that the
/// schedule ends when the time is over.
/// </summary>
internal sealed class DefaultTraining(
    MLContext ml, ImageContainer container, ImageSplit images, Request request, CancellationToken token)
{
    private const int ProbeImages = 2560;
    private const int ProbeEpochs = 3;

    /// <param name="time">Time for training alone, without reading images.</param>
    /// <param name="test">The images to evaluate on.</param>
    public DefaultResult Run(TimeSpan time, TestImages test)
    {
        double imagesPerSecond = Fit(Sample(images.Train, ProbeImages), ProbeEpochs, out _)
            .LastTransformer.TrainingReport!.Epochs.Max(epoch => epoch.ImagesPerSecond);
        int epochs = (int)Math.Max(1, time.TotalSeconds * imagesPerSecond / images.Train.Count);
        long start = Stopwatch.GetTimestamp();
        TransformerChain<ResNetClassifierTransformer> model = Fit(images.Train, epochs, out string architecture);
        TimeSpan duration = Stopwatch.GetElapsedTime(start);
        return new DefaultResult(architecture, epochs, duration, test.Accuracy(model));
    }

    private TransformerChain<ResNetClassifierTransformer> Fit(
        IReadOnlyList<ImageFile> train, int epochs, out string architecture)
    {
        var options = new ResNetClassifierEstimator.Options
        {
            ImagePathColumnName = nameof(ImageRow.Name),
            Epochs = epochs,
            Seed = request.Seed,
            NumberOfThreads = request.Threads,
            CancellationToken = token,
        };
        architecture = options.Architecture.Name;
        return ml.Transforms.Conversion.MapValueToKey(
                nameof(ImageRow.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.ResNetClassifier(options))
            .Fit(ml.Data.LoadFromEnumerable(new ImageRows(container, train)));
    }

    // At regular intervals, since the images may be sorted by class.
    private static ImageFile[] Sample(IReadOnlyList<ImageFile> all, int count)
    {
        int step = Math.Max(1, all.Count / count);
        return [.. all.Where((_, i) => i % step == 0)];
    }
}

/// <summary>The result of the default configuration.</summary>
internal sealed record DefaultResult(string Architecture, int Epochs, TimeSpan Duration, double Accuracy);
