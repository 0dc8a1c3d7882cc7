using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Trains the best configuration from scratch, on training and validation images together.</summary>
internal sealed class FinalTraining(
    IHost host, ResNetExperimentSettings settings, ExperimentDatasets images, TrialTable table, ExperimentClock clock,
    int seed)
{
    // With less than this fraction of the trial's epochs the model would hardly be better than the trial's.
    private const double LeastPart = 0.5;

    private const double TimeMargin = 0.97;

    /// <returns>The model; null if there is not enough time.</returns>
    public ClassifierModel? Run()
    {
        TrialRecord trial = table.Trials[table.Record.BestTrial!.Value];
        ResNetClassifierEstimator.Options options = table.BestTrial!.Options.Copy();
        (ImageSpecification stored, ImageSize input) = images.Resolve(options);
        using CancellationTokenSource end = clock.CreateTokenSource(0);
        options.CancellationToken = end.Token;
        options.Seed = seed;
        options.MetricsCallback = metrics => settings.Monitor?.ReportEpoch(table.BestTrial, metrics);
        try
        {
            // May have to read the images again, which takes time as well.
            TrainingSplit parts = images.Get(stored, long.MaxValue, end.Token);
            long count = parts.Train.Rows.Length + parts.Validation!.Rows.Length;
            if (clock.HasLimit)
            {
                int possible = (int)Math.Min(
                    options.Epochs, TimeMargin * clock.Remaining * trial.ImagesPerSecond / count);
                if (possible < LeastPart * options.Epochs)
                    return null;
                options.Epochs = possible;
            }
            using TrainingDatasets? union = parts.Images.Validation is null ? null : DatasetUnion.Create(
                parts.Images, MlNetEnvironment.TemporaryFolder(host));
            TrainingSplit all = union is null
                ? parts with { Train = parts.Images.Train.All, Validation = null }
                : new TrainingSplit(union, union.Train.All, null);
            using ResNetClassifierTransformer trained = new ClassifierTraining(host, options).Run(all, input, null);
            return trained.Model;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return null;
        }
    }
}
