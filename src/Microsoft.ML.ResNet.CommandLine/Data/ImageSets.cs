namespace Microsoft.ML.ResNet.CommandLine.Data;

/// <summary>Images to train on, images held out to evaluate on, and how many files are neither.</summary>
internal sealed record ImageSets(IReadOnlyList<ImageFile> Train, IReadOnlyList<ImageFile> Test, int IgnoredFiles)
{
    public int Classes { get; } = Train.Select(image => image.Label).Distinct().Count();

    /// <exception cref="UserException">Nothing can be learnt or evaluated with these images.</exception>
    public ImageSets Check(string origin)
    {
        if (Classes == 0)
            throw new UserException($"'{origin}' has no class folders with images in them.");
        if (Classes == 1)
            throw new UserException($"'{origin}' has one class only ('{Train[0].Label}'): "
                + "put the images of each class into a folder of its own.");
        if (Test.Count == 0)
            throw new UserException($"'{origin}' leaves no image to evaluate on: a class needs at least two images.");
        if (Test.Select(image => image.Label).Except(Train.Select(image => image.Label)).FirstOrDefault() is { } unseen)
            throw new UserException(
                $"'{origin}' has the class '{unseen}' in its test images, but not in its training images.");
        return this;
    }
}
