using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Validates the image sets before training.</summary>
internal static class TrainingDataValidation
{
    public static void Validate(TrainingSettings settings, ImageSubset train, ImageSubset? validation)
    {
        if (train.Rows.IsEmpty)
            throw new ArgumentException("The training set has no images.");
        ValidateLabels(train, settings.ClassCount, "training");
        (ImageSize stored, ImageSize input) = (train.Pixels.Shape.Size, settings.InputOf(train.Pixels.Shape.Size));
        if (input.Height > stored.Height || input.Width > stored.Width)
        {
            throw new ArgumentException(
                $"The network's input of {input.Height}x{input.Width} is larger than the images of "
                + $"{stored.Height}x{stored.Width} (height x width).");
        }
        if (validation is null)
            return;
        ValidateLabels(validation, settings.ClassCount, "validation");
        (PixelStore a, PixelStore b) = (train.Pixels, validation.Pixels);
        if ((a.Height, a.Width, a.Channels) != (b.Height, b.Width, b.Channels))
        {
            throw new ArgumentException(
                $"Training images are {a.Height}x{a.Width}x{a.Channels}, "
                + $"validation images {b.Height}x{b.Width}x{b.Channels} (height x width x channels).");
        }
    }

    private static void ValidateLabels(ImageSubset set, int classes, string name)
    {
        ImageLabels labels = set.Labels;
        foreach (long row in set.Rows.Span)
        {
            if (row < 0 || row >= labels.Length || row >= set.Pixels.Count)
            {
                throw new ArgumentException(
                    $"The {name} set refers to row {row}, but the store has {set.Pixels.Count} images.");
            }
            foreach (int label in labels.GetLabels(row))
            {
                if ((uint)label >= (uint)classes)
                {
                    throw new ArgumentException(
                        $"Row {row} of the {name} set has class {label}; it must be below {classes}.");
                }
            }
        }
    }
}
