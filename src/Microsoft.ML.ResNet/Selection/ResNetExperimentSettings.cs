namespace Microsoft.ML.ResNet;

/// <summary>Settings of a <see cref="ResNetExperiment"/>.</summary>
/// <remarks>
/// <para>
/// Trials are compared by successive halving: all are trained a little, the best third of them more, and so on until
/// one is left, which gets the rest of the budget. A trial that goes on is not trained anew: each rung is a whole cycle
/// of the learning rate from the weights that the rung before has left (warm restarts, Loshchilov and Hutter 2016), so
/// that networks are compared when their learning rate is low, and each cycle is longer than all before it together.
/// </para>
/// <para>
/// With <see cref="MaxExperimentTimeInSeconds"/> trials have equal time in a rung, by steps that are measured first;
/// else equal epochs, and the same seed then gives the same result, bit for bit.
/// </para>
/// </remarks>
public sealed class ResNetExperimentSettings
{
    /// <summary>
    /// Seconds that the experiment may take with everything in it: reading images, trials, validation, training of the
    /// final model. It ends within a training step's time of it at the latest, with the best model up to then. What
    /// trials get depends on how fast the machine is at the time, so that the same seed does not give the same result
    /// again. Default: null, no limit.
    /// </summary>
    public uint? MaxExperimentTimeInSeconds { get; set; }

    /// <summary>The number of trials, 1 to 10,000. Default: 9.</summary>
    public int MaxModels { get; set; } = 9;

    /// <summary>What is compared. Default: <see cref="ResNetExperimentMetric.MicroAccuracy"/>.</summary>
    public ResNetExperimentMetric OptimizingMetric { get; set; } = ResNetExperimentMetric.MicroAccuracy;

    /// <summary>
    /// Megabytes of 2^20 bytes that decoded images and a training may take by calculation; a trial that needs more is
    /// refused. Default: null, no limit.
    /// </summary>
    public double? MaximumMemoryUsageInMegaByte { get; set; }

    /// <summary>
    /// Decides configurations, split, initial weights and augmentation; null to take it from the
    /// <see cref="MLContext"/>. Default: null.
    /// </summary>
    public int? Seed { get; set; }

    /// <summary>
    /// The folder that the experiment is saved to as it goes on, the running trial as
    /// <see cref="ResNetClassifierEstimator.Options.CheckpointEveryEpochs"/> and
    /// <see cref="ResNetClassifierEstimator.Options.CheckpointEveryMinutes"/> of <see cref="Options"/> say: the same
    /// experiment goes on from there, however it was ended, and without a limit of time it ends with the same weights,
    /// bit for bit. Holds <c>experiment.json</c>, the trial table. Default: null, none.
    /// </summary>
    public string? CheckpointFolder { get; set; }

    /// <summary>Ends the experiment. Default: none.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>
    /// Whether an experiment that is cancelled gives the best model up to then, as AutoML's does; else, or if there is
    /// none yet, it throws. Default: true.
    /// </summary>
    public bool ReturnBestWhenCancelled { get; set; } = true;

    /// <summary>
    /// What configurations are drawn from. Default: null, for <see cref="ResNetSearchSpace.For"/> what the images are.
    /// </summary>
    public ResNetSearchSpace? SearchSpace { get; set; }

    /// <summary>
    /// What all trials have in common: columns, threads, classes' weights and so on; what the search space sweeps is
    /// set over it. Callbacks, cancellation, early stopping and checkpoint path are not used. Default: the options'
    /// defaults.
    /// </summary>
    public ResNetClassifierEstimator.Options Options { get; set; } = new();

    /// <summary>
    /// The part of the training data that trials are compared on where no validation set is given, equally from every
    /// class: above 0, below 1. Default: 0.1.
    /// </summary>
    public float ValidationFraction { get; set; } = 0.1f;

    /// <summary>
    /// The full budget of a trial, 1 to 100,000 passes over the training images. Default: null, for what recipe or
    /// options say; with a limit of time ten times that at most.
    /// </summary>
    public int? MaximumEpochs { get; set; }

    /// <summary>
    /// What every trial gets in the first rung, in passes over the training images: above 0, at most
    /// <see cref="MaximumEpochs"/>. Below 1 it is a part of the images, equally from every class. Default: null, for
    /// the full budget divided by <see cref="ReductionFactor"/> as often as there are rungs: a 27th with 9 trials.
    /// </summary>
    public float? MinimumEpochs { get; set; }

    /// <summary>
    /// Of so many trials one goes to the next rung, where it gets as many times the budget: 2 to 100. Default: 3.
    /// </summary>
    public int ReductionFactor { get; set; } = 3;

    /// <summary>
    /// Whether the best configuration is trained anew at the end, on training and validation images together, for as
    /// many epochs as it had, or as time permits if that is more than half of them. Default: false.
    /// </summary>
    public bool RefitOnAllImages { get; set; }

    /// <summary>Is told how it goes. Default: null.</summary>
    public IResNetExperimentMonitor? Monitor { get; set; }

    internal ResNetExperimentSettings Copy()
    {
        var copy = (ResNetExperimentSettings)MemberwiseClone();
        copy.SearchSpace = SearchSpace?.Copy();
        if (Options is null)
            return copy;
        copy.Options = Options.Copy();
        // The experiment's own are in their place.
        (copy.Options.EarlyStopping, copy.Options.CheckpointPath) = (null, null);
        (copy.Options.MetricsCallback, copy.Options.ProgressCallback) = (null, null);
        copy.Options.CancellationToken = default;
        return copy;
    }
}
