namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Training images, held-out test images, and the number of files that are neither.</summary>
internal sealed record ImageSplit(IReadOnlyList<ImageFile> Train, IReadOnlyList<ImageFile> Test, int IgnoredFiles)
{
    public int Classes { get; } = Train.Select(image => image.Label).Distinct().Count();

    /// <exception cref="UserException">A model cannot be trained or evaluated on these images.</exception>
    public ImageSplit Check(string origin)
    {
        if (Classes == 0)
            throw new UserException($"'{origin}' has no class folders with images in them.");
        if (Classes == 1)
            throw new UserException($"'{origin}' has only one class ('{Train[0].Label}'): "
                + "put the images of each class in their own folder.");
        if (Test.Count == 0)
            throw new UserException($"'{origin}' leaves no image to evaluate on: at least one class needs two images or more.");
        if (Test.Select(image => image.Label).Except(Train.Select(image => image.Label)).FirstOrDefault() is { } unseen)
            throw new UserException(
                $"'{origin}' has the class '{unseen}' in its test images, but not in its training images.");
        return this;
    }
}
