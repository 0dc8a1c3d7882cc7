using Microsoft.ML.ResNet.ModelBuilder;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetModelBuilderConfiguration
{
    /// <summary>Loads the images of <see cref="ImageFolder"/>, ordered by class and name.</summary>
    /// <param name="mlContext">The context.</param>
    /// <returns>
    /// <c>Label</c> (text, the name of the subfolder), <c>ImagePath</c> (text) and <c>ImageSource</c> (the content of
    /// the file, read lazily).
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has no subfolder with images.</exception>
    public IDataView LoadImages(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return ModelBuilderColumns.View(mlContext, Files(ImageFolder, "DataSource.FolderPath"));
    }

    /// <summary>Trains within <see cref="TrainingTime"/> and measures the model on <see cref="Validation"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="options">
    /// Training options; copied. Label and image columns are ignored, and so is the seed if <see cref="Seed"/> is set.
    /// Null to choose by the images: below 100 pixels the defaults or, from 20,000 images on,
    /// <see cref="ResNetRecipe.SmallImages"/>; above, <see cref="ResNetPretrainedWeights.Default"/>, or without installed
    /// weights <see cref="ResNetRecipe.TinyDataSet"/> or, from 1,000 images on, <see cref="ResNetRecipe.Photographs"/>.
    /// </param>
    /// <remarks>
    /// With a training time, a short run on some of the images measures this machine's speed, and the number of epochs
    /// is chosen accordingly, at most that of the options. A training that still exceeds the time is stopped and
    /// returns its current model.
    /// </remarks>
    /// <exception cref="DirectoryNotFoundException">A folder of images does not exist.</exception>
    /// <exception cref="InvalidDataException">
    /// A folder has no subfolder with images, a class of the validation images does not occur in training, or an image
    /// cannot be decoded.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// An option is out of range; there is only one class; or both a checkpoint and a training time are set.
    /// </exception>
    /// <exception cref="TimeoutException">The training time ended before the first training step.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public ResNetModelBuilderResult Train(MLContext mlContext, ResNetClassifierEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        List<string> remarks = [.. Remarks];
        IReadOnlyList<LabeledFile> images = Files(ImageFolder, "DataSource.FolderPath", remarks);
        IReadOnlyList<LabeledFile>? validation = Validation.ImageFolder is { } folder
            ? Files(folder, "TrainingOption.ValidationOption.FilePath", remarks)
            : null;
        ResNetClassifierEstimator.Options chosen =
            options?.Copy() ?? RecipeChoice.For(images, ResNetPretrainedWeights.Default);
        return new ModelBuilderTraining(mlContext, this, chosen, remarks)
            .Run(images, validation);
    }

    private IReadOnlyList<LabeledFile> Files(string folder, string property, List<string>? remarks = null) =>
        LabeledFile.In(Resolve(folder), $"{Path}: $.{property}", remarks);

    // Model Builder runs on Windows and writes backslashes.
    private string Resolve(string folder) => System.IO.Path.GetFullPath(
        OperatingSystem.IsWindows() || folder is [_, ':', ..] ? folder : folder.Replace('\\', '/'),
        System.IO.Path.GetDirectoryName(Path)!);
}
