using Microsoft.ML.ResNet.ModelBuilder;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetModelBuilderConfiguration
{
    /// <summary>The images of <see cref="ImageFolder"/>, ordered by class and name.</summary>
    /// <param name="mlContext">The context.</param>
    /// <returns>
    /// <c>Label</c> (text, the name of the subfolder), <c>ImagePath</c> (text) and <c>ImageSource</c> (the content of
    /// the file, which is read when it is asked for).
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has no subfolder with images.</exception>
    public IDataView LoadImages(MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return ModelBuilderColumns.View(mlContext, Files(ImageFolder, "DataSource.FolderPath"));
    }

    /// <summary>Trains, measures on <see cref="Validation"/>, and keeps to <see cref="TrainingTime"/>.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="options">
    /// How to train; copied. Its label and image columns, and its seed where <see cref="Seed"/> has one, are not used.
    /// Null for what suits number and size of the images: the defaults or <see cref="ResNetRecipe.SmallImages"/> below
    /// 100 pixels, above <see cref="ResNetRecipe.TinyDataSet"/>, or from 1,000 images on <see
    /// cref="ResNetRecipe.Photographs"/>.
    /// </param>
    /// <remarks>
    /// With a training time, a short training on some of the images measures this machine, and the number of epochs is
    /// chosen accordingly, at most that of the options; a training that is still not done at the end of the time is
    /// ended there, with the model that it has come to.
    /// </remarks>
    /// <exception cref="DirectoryNotFoundException">There is no such folder of images.</exception>
    /// <exception cref="InvalidDataException">
    /// A folder has no subfolder with images, the validation images have a class of their own, or an image cannot be
    /// decoded.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// An option is out of its range; there are images of one class only; or there is a checkpoint beside a training
    /// time.
    /// </exception>
    /// <exception cref="TimeoutException">The training time is over before anything is learned.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public ResNetModelBuilderResult Train(MLContext mlContext, ResNetClassifierEstimator.Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        IReadOnlyList<LabeledFile> images = Files(ImageFolder, "DataSource.FolderPath");
        IReadOnlyList<LabeledFile>? validation = Validation.ImageFolder is { } folder
            ? Files(folder, "TrainingOption.ValidationOption.FilePath")
            : null;
        return new ModelBuilderTraining(mlContext, this, options?.Copy() ?? RecipeChoice.For(images))
            .Run(images, validation);
    }

    private IReadOnlyList<LabeledFile> Files(string folder, string property) =>
        LabeledFile.In(Resolve(folder), $"{Path}: $.{property}");

    // Model Builder runs on Windows, and writes its separators.
    private string Resolve(string folder) => System.IO.Path.GetFullPath(
        OperatingSystem.IsWindows() || folder is [_, ':', ..] ? folder : folder.Replace('\\', '/'),
        System.IO.Path.GetDirectoryName(Path)!);
}
