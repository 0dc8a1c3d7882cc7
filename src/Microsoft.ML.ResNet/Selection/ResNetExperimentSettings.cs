namespace Microsoft.ML.ResNet;

/// <summary>Settings of a <see cref="ResNetExperiment"/>.</summary>
/// <remarks>
/// <para>
/// Trials are compared by successive halving: all are trained briefly, the best third longer, and so on until one is
/// left, which gets the rest of the budget. A promoted trial continues from its weights: each rung is a full learning
/// rate cycle (warm restarts, Loshchilov and Hutter 2016), so that networks are compared when their learning rate is
/// low, and each cycle is longer than all previous ones together.
/// </para>
/// <para>
/// With <see cref="MaxExperimentTimeInSeconds"/> all trials of a rung get equal time, based on a speed measurement.
/// Otherwise they get equal epochs, and the same seed gives the same result, bit for bit.
/// </para>
/// </remarks>
public sealed class ResNetExperimentSettings
{
    /// <summary>
    /// Time limit in seconds for the whole experiment: reading images, trials, validation and training of the final
    /// model. The experiment overruns it by at most one training step and returns the best model so far. The trials'
    /// budgets depend on the machine's speed, so the same seed does not reproduce the result. Default: null, no limit.
    /// </summary>
    public uint? MaxExperimentTimeInSeconds { get; set; }

    /// <summary>The number of trials, 1 to 10,000. Default: 9.</summary>
    public int MaxModels { get; set; } = 9;

    /// <summary>
    /// The metric by which trials are compared. Default: <see cref="ResNetExperimentMetric.MicroAccuracy"/>.
    /// </summary>
    public ResNetExperimentMetric OptimizingMetric { get; set; } = ResNetExperimentMetric.MicroAccuracy;

    /// <summary>
    /// Memory limit in MiB for decoded images and training, by estimate. A trial that needs more is refused. Default:
    /// null, no limit.
    /// </summary>
    public double? MaximumMemoryUsageInMegaByte { get; set; }

    /// <summary>
    /// Seed of configurations, split, initial weights and augmentation; null to draw it from the
    /// <see cref="MLContext"/>. Default: null.
    /// </summary>
    public int? Seed { get; set; }

    /// <summary>
    /// The folder to save the experiment's state to. The running trial is saved as
    /// <see cref="ResNetClassifierEstimator.Options.CheckpointEveryEpochs"/> and
    /// <see cref="ResNetClassifierEstimator.Options.CheckpointEveryMinutes"/> of <see cref="Options"/> specify. However
    /// the experiment ended, running it again resumes from there, and without a time limit it gives the same weights,
    /// bit for bit. The folder contains <c>experiment.json</c>, the trial table. Default: null, nothing is saved.
    /// </summary>
    public string? CheckpointFolder { get; set; }

    /// <summary>Cancels the experiment. Default: none.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>
    /// Whether a cancelled experiment returns the best model so far, as AutoML's does. If false, or without a model
    /// yet, it throws. Default: true.
    /// </summary>
    public bool ReturnBestWhenCancelled { get; set; } = true;

    /// <summary>
    /// The search space to draw configurations from. Default: null, for <see cref="ResNetSearchSpace.For"/> with the
    /// images.
    /// </summary>
    public ResNetSearchSpace? SearchSpace { get; set; }

    /// <summary>
    /// Options that all trials share, such as columns, threads and class weights. Values from the search space override
    /// them. Callbacks, cancellation token, early stopping and checkpoint path are ignored. Default: the options'
    /// defaults.
    /// </summary>
    public ResNetClassifierEstimator.Options Options { get; set; } = new();

    /// <summary>
    /// Fraction of every class's training images to compare trials on if there is no validation set: above 0, below 1.
    /// Default: 0.1.
    /// </summary>
    public float ValidationFraction { get; set; } = 0.1f;

    /// <summary>
    /// The full budget of a trial in epochs, 1 to 100,000. Default: null, for the epochs of recipe or options, or up to
    /// ten times as many with a time limit.
    /// </summary>
    public int? MaximumEpochs { get; set; }

    /// <summary>
    /// Budget of every trial in the first rung, in epochs: above 0, at most <see cref="MaximumEpochs"/>. Below 1 it is
    /// a stratified fraction of the images. Default: null, for the full budget divided by <see cref="ReductionFactor"/>
    /// to the power of the number of rungs: 1/27 with 9 trials.
    /// </summary>
    public float? MinimumEpochs { get; set; }

    /// <summary>
    /// One trial in this many is promoted to the next rung, where it gets this many times the budget: 2 to 100.
    /// Default: 3.
    /// </summary>
    public int ReductionFactor { get; set; } = 3;

    /// <summary>
    /// Whether the best configuration is finally trained again, from scratch, on training and validation images
    /// together. It gets as many epochs as the trial had, or as many as the time limit allows if that is more than
    /// half. Default: false.
    /// </summary>
    public bool RefitOnAllImages { get; set; }

    /// <summary>Receives the experiment's progress. Default: null.</summary>
    public IResNetExperimentMonitor? Monitor { get; set; }

    internal ResNetExperimentSettings Copy()
    {
        var copy = (ResNetExperimentSettings)MemberwiseClone();
        copy.SearchSpace = SearchSpace?.Copy();
        if (Options is null)
            return copy;
        copy.Options = Options.Copy();
        // The experiment sets these itself.
        (copy.Options.EarlyStopping, copy.Options.CheckpointPath) = (null, null);
        (copy.Options.MetricsCallback, copy.Options.ProgressCallback) = (null, null);
        copy.Options.CancellationToken = default;
        return copy;
    }
}
