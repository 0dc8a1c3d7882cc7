using Microsoft.ML.ResNet.ModelBuilder;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A training configuration of ML.NET Model Builder, from an <c>.mbconfig</c> file with the scenario
/// "ImageClassification" and a folder of images with a subfolder for each class.
/// </summary>
/// <remarks><see cref="Load"/> reads the file. Properties may be changed before <see cref="Train"/>.</remarks>
/// <example>
/// <code>
/// var configuration = ResNetModelBuilderConfiguration.Load("Flowers.mbconfig");
/// ResNetModelBuilderResult result = configuration.Train(mlContext);
/// Console.WriteLine($"{configuration.Metric} {result.Score:F3}");
/// mlContext.Model.Save(result.Model, result.InputSchema, "Flowers.mlnet");
/// </code>
/// </example>
public sealed partial class ResNetModelBuilderConfiguration
{
    internal ResNetModelBuilderConfiguration()
    {
    }

    /// <summary>Absolute path of the configuration file.</summary>
    public required string Path { get; init; }

    /// <summary>Version of the file format: 0 to 5.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// The folder of images, one subfolder for each class. Relative paths are resolved against the folder of
    /// <see cref="Path"/>. Model Builder writes absolute paths of its own machine: set this if the images are
    /// elsewhere.
    /// </summary>
    public required string ImageFolder { get; set; }

    /// <summary>Model Builder's training environment, such as "LocalCPU" or "LocalGPU". For information only: training
    /// always runs on the CPU.</summary>
    public required string Environment { get; init; }

    /// <summary>
    /// Time limit of <see cref="Train"/>, everything included; null for no limit, which is Model Builder's setting for
    /// images. With a limit the same seed does not reproduce the model, since the number of epochs depends on the
    /// machine's speed.
    /// </summary>
    public required TimeSpan? TrainingTime { get; set; }

    /// <summary>Seed of split and training; null to draw it from the <see cref="MLContext"/>.</summary>
    public required int? Seed { get; set; }

    /// <summary>The metric to optimize.</summary>
    public required ResNetModelBuilderMetric Metric { get; set; }

    /// <summary>The validation images: a fifth of the images unless the file specifies otherwise.</summary>
    public required ResNetModelBuilderValidation Validation { get; set; }

    /// <summary>Trials that Model Builder has run with this configuration, usually best first.</summary>
    public required IReadOnlyList<ResNetModelBuilderTrial> Trials { get; init; }

    /// <summary>Settings of the file that are not supported and therefore ignored, one sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; internal set; } = [];

    /// <summary>Reads a Model Builder configuration of version 0 to 5.</summary>
    /// <param name="path">The <c>.mbconfig</c> file.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a Model Builder configuration, or has an unsupported scenario, source or version. The message
    /// names the property.
    /// </exception>
    public static ResNetModelBuilderConfiguration Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ModelBuilderReader.Read(path);
    }
}
