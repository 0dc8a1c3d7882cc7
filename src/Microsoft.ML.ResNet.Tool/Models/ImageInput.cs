using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Gives a classifier encoded images under the name that it reads them from.</summary>
internal static class ImageInput
{
    /// <param name="ml">Of the view.</param>
    /// <param name="classifier">Reads the images.</param>
    /// <param name="images">A view with encoded images in the column Image.</param>
    /// <exception cref="UserException">The classifier takes something else.</exception>
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
                $"the model cannot be given image files: {Failure.OneLine(exception)} "
                + "Train it on files' content, as 'resnet train' does.", exception);
        }
        return view;
    }

    /// <summary>Images to evaluate a classifier on: as it reads them, with its classes as the labels' keys.</summary>
    /// <exception cref="UserException">The classifier does not know a label, or takes something else.</exception>
    public static IDataView Labelled(MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images) =>
        Adapt(ml, classifier, LabelKeys.Map(
            ml, images with { IsMultiLabel = classifier.IsMultiLabel }, classifier.ClassNames, "the model"));
}
