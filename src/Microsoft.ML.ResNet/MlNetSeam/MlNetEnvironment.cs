using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>Internal members of ML.NET's environment.</summary>
internal static class MlNetEnvironment
{
    public static IHostEnvironment From(TransformsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    public static IHostEnvironment From(MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog) =>
        CatalogUtils.GetEnvironment(catalog);

    public static IHostEnvironment From(TrainCatalogBase catalog) => CatalogUtils.GetEnvironment(catalog);

    public static IHostEnvironment From(ModelOperationsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <summary>Information on a trainer that needs no cache, and supports a validation set and a previous model.</summary>
    public static TrainerInfo CreateTrainerInfo() =>
        new(normalization: false, caching: false, supportValid: true, supportIncrementalTrain: true);

    /// <summary>Throws if cancellation was requested (as AutoML does to stop a trial).</summary>
    public static void CheckAlive(IHostEnvironment environment) => Contracts.CheckAlive(environment);

    /// <summary>Logs a warning.</summary>
    public static void Warn(IHostEnvironment environment, string message)
    {
        using IChannel channel = environment.Start("ResNet");
        channel.Warning(message);
    }

    /// <summary>The folder for temporary files that MLContext is set to.</summary>
    public static string? TemporaryFolder(IHostEnvironment environment) =>
        (environment as IHostEnvironmentInternal)?.TempFilePath;
}
