namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>The images of a data set, and the files that are not used.</summary>
/// <param name="Train">Images to train on.</param>
/// <param name="Validation">Images of a validation folder; none if there is none.</param>
/// <param name="Test">Images of a test folder, or held out of every class.</param>
/// <param name="Ignored">Files that are not images of a class.</param>
internal sealed record ImageSplit(
    IReadOnlyList<ImageFile> Train, IReadOnlyList<ImageFile> Validation, IReadOnlyList<ImageFile> Test,
    IgnoredFiles Ignored)
{
    /// <summary>Images to evaluate on: those of the test folder, or else those of the validation folder.</summary>
    public IReadOnlyList<ImageFile> Evaluation => Test.Count > 0 ? Test : Validation;

    public int Classes { get; } = Train.Select(image => image.Label).Distinct().Count();

    /// <exception cref="UserException">A model cannot be trained or evaluated on these images.</exception>
    public ImageSplit Check(string origin)
    {
        if (Classes == 0)
            throw new UserException($"'{origin}' has no class folders with images in them.");
        if (Classes == 1)
            throw new UserException($"'{origin}' has only one class ('{Train[0].Label}'): "
                + "put the images of each class in their own folder.");
        if (Evaluation.Count == 0)
            throw new UserException($"'{origin}' leaves no image to evaluate on: at least one class needs two images or more.");
        if (Evaluation.Select(image => image.Label).Except(Train.Select(image => image.Label)).FirstOrDefault() is { } unseen)
            throw new UserException(
                $"'{origin}' has the class '{unseen}' in its test images, but not in its training images.");
        return this;
    }
}
