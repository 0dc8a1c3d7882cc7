using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>
/// Finds a good architecture and good options for a set of images, within a time limit, by training several
/// configurations and continuing the best ones. Create one with
/// <c>mlContext.MulticlassClassification.CreateResNetExperiment</c>.
/// </summary>
/// <remarks>
/// <see cref="Execute(IDataView, IDataView, string, IEstimator{ITransformer}, IProgress{ResNetTrial})"/> follows
/// AutoML's experiments; the methods that start with Set and <see cref="RunAsync"/> follow <c>AutoMLExperiment</c>.
/// Both do the same. See <see cref="ResNetExperimentSettings"/> for the search algorithm.
/// </remarks>
public sealed partial class ResNetExperiment
{
    private readonly IHostEnvironment _environment;
    private readonly ResNetExperimentSettings _settings;

    internal ResNetExperiment(IHostEnvironment environment, ResNetExperimentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(settings);
        _environment = environment;
        _settings = settings.Copy();
        _settings.Validate();
    }

    /// <summary>Runs the experiment.</summary>
    /// <param name="trainData">Labeled images to train on.</param>
    /// <param name="validationData">
    /// Labeled images to compare trials on, with the same columns; null to hold out a fraction of the training data
    /// (<see cref="ResNetExperimentSettings.ValidationFraction"/>).
    /// </param>
    /// <param name="labelColumnName">Name of the label column; null for the options' label column.</param>
    /// <param name="preFeaturizer">
    /// Transforms before the network, such as <c>MapValueToKey</c> and <c>LoadRawImageBytes</c>, fitted on the training
    /// data; null for none.
    /// </param>
    /// <param name="progressHandler">Receives every trial that has completed a rung or failed; may be null.</param>
    /// <exception cref="ArgumentException">
    /// A setting or a column is invalid; there are no images, or all are of one class.
    /// </exception>
    /// <exception cref="InvalidDataException">An image cannot be decoded.</exception>
    /// <exception cref="TimeoutException">The time limit was reached before a trial completed its first rung.</exception>
    /// <exception cref="OperationCanceledException">
    /// The experiment was cancelled before that, or <see cref="ResNetExperimentSettings.ReturnBestWhenCancelled"/> is
    /// false.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// All trials failed; or <see cref="ResNetExperimentSettings.CheckpointFolder"/> belongs to another experiment.
    /// </exception>
    public ResNetExperimentResult Execute(
        IDataView trainData, IDataView? validationData = null, string? labelColumnName = null,
        IEstimator<ITransformer>? preFeaturizer = null, IProgress<ResNetTrial>? progressHandler = null)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ResNetExperimentSettings settings = _settings.Copy();
        settings.Options.LabelColumnName = labelColumnName ?? settings.Options.LabelColumnName;
        if (progressHandler is not null)
            settings.Monitor = new ProgressMonitor(settings.Monitor, progressHandler);
        return Run(settings, trainData, validationData, preFeaturizer, settings.CancellationToken);
    }

    private ResNetExperimentResult Run(
        ResNetExperimentSettings settings, IDataView train, IDataView? validation,
        IEstimator<ITransformer>? preFeaturizer, CancellationToken token)
    {
        settings.Validate();
        if (settings.Monitor is { } monitor)
            settings.Monitor = new ExceptionWrappingMonitor(monitor);
        // The time limit includes everything from here on.
        var clock = new ExperimentClock(
            settings.MaxExperimentTimeInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, token);
        IHost host = _environment.Register(nameof(ResNetExperiment));
        ITransformer? before = preFeaturizer?.Fit(train);
        IDataView images = before?.Transform(train) ?? train;
        IDataView? held = validation is null ? null : before?.Transform(validation) ?? validation;
        using var run = OpenRun(host, settings, images, held, token, clock);
        ClassifierModel model = Find(run, out ResNetExperimentStopReason reason, out bool isRefit);
        var classifier = new ResNetClassifierTransformer(host, model);
        ResNetTrial best = run.Table.BestTrial!;
        return new ResNetExperimentResult
        {
            BestTrial = best,
            Classifier = classifier,
            Model = before is null ? classifier : new TransformerChain<ITransformer>(before, classifier),
            BestOptions = best.Options.Copy(),
            Trials = run.Table.Snapshot(),
            Duration = TimeSpan.FromSeconds(clock.Seconds),
            StopReason = reason,
            IsRefit = isRefit,
        };
    }

    private static ClassifierModel Find(ExperimentRun run, out ResNetExperimentStopReason reason, out bool isRefit)
    {
        try
        {
            return run.Run(out reason, out isRefit);
        }
        catch (MonitorException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    private static ExperimentRun OpenRun(
        IHost host, ResNetExperimentSettings settings, IDataView images, IDataView? held, CancellationToken token,
        ExperimentClock clock)
    {
        try
        {
            return new ExperimentRun(host, settings, images, held, token, clock);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{settings.MaxExperimentTimeInSeconds} seconds passed before the images were read: raise "
                + "MaxExperimentTimeInSeconds.");
        }
    }
}
