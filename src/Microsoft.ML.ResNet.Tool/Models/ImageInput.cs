using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Provides encoded images in the column that a classifier reads.</summary>
internal static class ImageInput
{
    /// <param name="ml">The context.</param>
    /// <param name="classifier">The classifier that reads the images.</param>
    /// <param name="images">A view with encoded images in the column Image.</param>
    /// <exception cref="UserException">The classifier does not accept encoded images.</exception>
    public static IDataView Adapt(MLContext ml, ResNetClassifierTransformer classifier, IDataView images)
    {
        IDataView view = classifier.ImageColumnName == nameof(EncodedImage.Image)
            ? images
            : ml.Transforms.CopyColumns(classifier.ImageColumnName, nameof(EncodedImage.Image))
                .Fit(images).Transform(images);
        try
        {
            _ = classifier.GetOutputSchema(view.Schema);
        }
        catch (ArgumentException exception)
        {
            throw new UserException(
                $"the model does not accept image files: {Failure.OneLine(exception)} "
                + "Train it on the content of files, as 'resnet train' does.", exception);
        }
        return view;
    }

    /// <summary>Images to evaluate a classifier on: in its column, with labels as keys in the order of its classes.</summary>
    /// <exception cref="UserException">
    /// A label is not a class of the classifier, or it does not accept encoded images.
    /// </exception>
    public static IDataView Labelled(MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images) =>
        Adapt(ml, classifier, LabelKeys.Map(
            ml, images with { IsMultiLabel = classifier.IsMultiLabel }, classifier.ClassNames, "the model"));
}
