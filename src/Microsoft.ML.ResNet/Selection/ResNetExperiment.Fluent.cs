namespace Microsoft.ML.ResNet;

public sealed partial class ResNetExperiment
{
    private IDataView? _train;
    private IDataView? _validation;
    private IEstimator<ITransformer>? _pipeline;

    /// <summary>
    /// Sets the data. A fraction of it (<see cref="ResNetExperimentSettings.ValidationFraction"/>) is held out to
    /// compare trials.
    /// </summary>
    /// <param name="dataset">Labeled images.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetDataset(IDataView dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return SetData(dataset, null);
    }

    /// <summary>Sets the data and the fraction that is held out to compare trials.</summary>
    /// <param name="dataset">Labeled images.</param>
    /// <param name="validationFraction">The fraction: above 0, below 1.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetDataset(IDataView dataset, float validationFraction)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        _settings.ValidationFraction = validationFraction;
        return SetData(dataset, null);
    }

    /// <summary>Sets training and validation data.</summary>
    /// <param name="train">Labeled images to train on.</param>
    /// <param name="validation">Labeled images to compare trials on.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetDataset(IDataView train, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        return SetData(train, validation);
    }

    /// <summary>Sets the data from <c>mlContext.Data.TrainTestSplit</c>. Trials are compared on the test set.</summary>
    /// <param name="trainValidationSplit">Both sets.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetDataset(DataOperationsCatalog.TrainTestData trainValidationSplit)
    {
        return SetData(trainValidationSplit.TrainSet, trainValidationSplit.TestSet);
    }

    /// <summary>Sets the transforms before the network. The experiment adds the network.</summary>
    /// <param name="pipeline">Transforms such as <c>MapValueToKey</c> and <c>LoadRawImageBytes</c>; null for none.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetPipeline(IEstimator<ITransformer>? pipeline)
    {
        _pipeline = pipeline;
        return this;
    }

    /// <summary>Sets the metric by which trials are compared.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="labelColumn">Name of the label column; null for the options' label column.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetMulticlassClassificationMetric(ResNetExperimentMetric metric, string? labelColumn = null)
    {
        _settings.OptimizingMetric = metric;
        _settings.Options.LabelColumnName = labelColumn ?? _settings.Options.LabelColumnName;
        return this;
    }

    /// <summary>Sets <see cref="ResNetExperimentSettings.MaxExperimentTimeInSeconds"/>.</summary>
    /// <param name="trainingTimeInSeconds">Seconds, positive.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetTrainingTimeInSeconds(uint trainingTimeInSeconds)
    {
        _settings.MaxExperimentTimeInSeconds = trainingTimeInSeconds;
        return this;
    }

    /// <summary>Sets <see cref="ResNetExperimentSettings.MaxModels"/>.</summary>
    /// <param name="maxModel">Trials, 1 to 10,000.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetMaxModelToExplore(int maxModel)
    {
        _settings.MaxModels = maxModel;
        return this;
    }

    /// <summary>Sets <see cref="ResNetExperimentSettings.MaximumMemoryUsageInMegaByte"/>.</summary>
    /// <param name="value">Megabytes, positive.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetMaximumMemoryUsageInMegaByte(double value)
    {
        _settings.MaximumMemoryUsageInMegaByte = value;
        return this;
    }

    /// <summary>Sets <see cref="ResNetExperimentSettings.SearchSpace"/>.</summary>
    /// <param name="searchSpace">The search space; copied. Null to choose one by the images.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetSearchSpace(ResNetSearchSpace? searchSpace)
    {
        _settings.SearchSpace = searchSpace?.Copy();
        return this;
    }

    /// <summary>Sets <see cref="ResNetExperimentSettings.Monitor"/>.</summary>
    /// <param name="monitor">Receives the experiment's progress.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetMonitor(IResNetExperimentMonitor monitor)
    {
        _settings.Monitor = monitor;
        return this;
    }

    /// <summary>Sets <see cref="ResNetExperimentSettings.CheckpointFolder"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>This experiment.</returns>
    public ResNetExperiment SetCheckpoint(string folder)
    {
        _settings.CheckpointFolder = folder;
        return this;
    }

    /// <summary>Runs the experiment on the data set before; see <see cref="RunAsync"/>.</summary>
    /// <param name="cancellationToken">Cancels the experiment, like the token of the settings.</param>
    public ResNetExperimentResult Run(CancellationToken cancellationToken = default)
    {
        if (_train is null)
            throw new InvalidOperationException("The experiment has no data. Call SetDataset first.");
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _settings.CancellationToken);
        return Run(_settings.Copy(), _train, _validation, _pipeline, either.Token);
    }

    /// <summary>Runs the experiment on the data set before, on a background thread.</summary>
    /// <param name="cancellationToken">
    /// Cancels the experiment, like the token of the settings; see
    /// <see cref="ResNetExperimentSettings.ReturnBestWhenCancelled"/>.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// No data were set; all trials failed; or <see cref="ResNetExperimentSettings.CheckpointFolder"/> belongs to
    /// another experiment.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A setting or a column is invalid; there are no images, or all are of one class.
    /// </exception>
    /// <exception cref="TimeoutException">The time limit was reached before a trial completed its first rung.</exception>
    /// <exception cref="OperationCanceledException">
    /// The experiment was cancelled before that, or <see cref="ResNetExperimentSettings.ReturnBestWhenCancelled"/> is
    /// false.
    /// </exception>
    public Task<ResNetExperimentResult> RunAsync(CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(
            () => Run(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private ResNetExperiment SetData(IDataView train, IDataView? validation)
    {
        (_train, _validation) = (train, validation);
        return this;
    }
}
