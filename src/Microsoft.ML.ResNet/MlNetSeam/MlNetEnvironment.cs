using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>What an environment keeps from third parties.</summary>
internal static class MlNetEnvironment
{
    public static IHostEnvironment From(TransformsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    public static IHostEnvironment From(MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog) =>
        CatalogUtils.GetEnvironment(catalog);

    public static IHostEnvironment From(TrainCatalogBase catalog) => CatalogUtils.GetEnvironment(catalog);

    public static IHostEnvironment From(ModelOperationsCatalog catalog) => CatalogUtils.GetEnvironment(catalog);

    /// <summary>Throws if ML.NET was asked to stop (as AutoML stops a trial).</summary>
    public static void CheckAlive(IHostEnvironment environment) => Contracts.CheckAlive(environment);

    /// <summary>Says something in the log that the user should know.</summary>
    public static void Warn(IHostEnvironment environment, string message)
    {
        using IChannel channel = environment.Start("ResNet");
        channel.Warning(message);
    }

    /// <summary>Where MLContext wants temporary files.</summary>
    public static string? TemporaryFolder(IHostEnvironment environment) =>
        (environment as IHostEnvironmentInternal)?.TempFilePath;
}
