using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Creates an experiment that searches for the best residual network for a set of images, like AutoML's
    /// experiments.
    /// </summary>
    /// <param name="catalog">The multiclass classification catalog.</param>
    /// <param name="settings">Budgets, metric, search space and more; copied.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <example>
    /// <code>
    /// var result = mlContext.MulticlassClassification
    ///     .CreateResNetExperiment(new ResNetExperimentSettings { MaxExperimentTimeInSeconds = 600 })
    ///     .Execute(train, validation);
    /// mlContext.Model.Save(result.Model, train.Schema, "model.zip");
    /// </code>
    /// </example>
    public static ResNetExperiment CreateResNetExperiment(
        this MulticlassClassificationCatalog catalog, ResNetExperimentSettings settings)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ResNetExperiment(MlNetEnvironment.From(catalog), settings);
    }

    /// <summary>Creates an experiment with a time limit and default settings otherwise.</summary>
    /// <param name="catalog">The multiclass classification catalog.</param>
    /// <param name="maxExperimentTimeInSeconds">
    /// See <see cref="ResNetExperimentSettings.MaxExperimentTimeInSeconds"/>.
    /// </param>
    /// <exception cref="ArgumentException">The time is 0.</exception>
    public static ResNetExperiment CreateResNetExperiment(
        this MulticlassClassificationCatalog catalog, uint maxExperimentTimeInSeconds) =>
        catalog.CreateResNetExperiment(new ResNetExperimentSettings
        {
            MaxExperimentTimeInSeconds = maxExperimentTimeInSeconds,
        });
}
