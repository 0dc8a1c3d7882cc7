using Microsoft.ML.ResNet.ModelBuilder;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A training as ML.NET Model Builder describes it in a <c>.mbconfig</c> file: the scenario "ImageClassification",
/// images in a folder with a subfolder for each class.
/// </summary>
/// <remarks>
/// <see cref="Load"/> reads the file; what it says can be changed before <see cref="Train"/> runs it.
/// </remarks>
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

    /// <summary>The file that this was read from, as an absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>The version of the file's format: 0 to 5.</summary>
    public required int Version { get; init; }

    /// <summary>
    /// The folder of images, one subfolder for each class. A relative path starts at the folder of <see cref="Path"/>.
    /// Model Builder writes absolute paths of the machine that it ran on: set this where the images lie elsewhere.
    /// </summary>
    public required string ImageFolder { get; set; }

    /// <summary>Where Model Builder was to train: "LocalCPU", "LocalGPU" and others. Training runs on the
    /// CPU.</summary>
    public required string Environment { get; init; }

    /// <summary>
    /// How long <see cref="Train"/> may take, everything included; null, as Model Builder has it for images, for as
    /// long as all epochs take. With a time the same seed does not give the same model again: the epochs that it
    /// suffices for are measured, and differ from run to run.
    /// </summary>
    public required TimeSpan? TrainingTime { get; set; }

    /// <summary>Seed of the split and the training; null to take it from the <see cref="MLContext"/>.</summary>
    public required int? Seed { get; set; }

    /// <summary>What the model is to be good at.</summary>
    public required ResNetModelBuilderMetric Metric { get; set; }

    /// <summary>On which images the model is measured: a fifth of them where the file does not say.</summary>
    public required ResNetModelBuilderValidation Validation { get; set; }

    /// <summary>What Model Builder has trained from this configuration, best first as a rule.</summary>
    public required IReadOnlyList<ResNetModelBuilderTrial> Trials { get; init; }

    /// <summary>What the file says that is not honoured, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; internal set; } = [];

    /// <summary>Reads a Model Builder configuration of version 0 to 5.</summary>
    /// <param name="path">The <c>.mbconfig</c> file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is no such configuration, of another scenario, source or version; the message names the place in the
    /// file.
    /// </exception>
    public static ResNetModelBuilderConfiguration Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ModelBuilderReader.Read(path);
    }
}
