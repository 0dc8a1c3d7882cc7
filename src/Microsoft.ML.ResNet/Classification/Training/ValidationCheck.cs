using Microsoft.ML.ResNet.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Says which classes are not validated because they have too few images.</summary>
internal sealed class ValidationCheck(ResNetClassifierEstimator.Options options, LabelColumn label)
{
    /// <exception cref="ArgumentException">
    /// Early stopping needs validation images, but no class has an image to spare.
    /// </exception>
    public void Report(IChannel channel, TrainingSplit split)
    {
        if (options.ValidationFraction == 0 || split.Images.Validation is not null)
            return;
        if (split.Validation is not { } held)
        {
            string reason = $"Options.ValidationFraction is {Fraction}, but no class has two images, so that there are no "
                + "validation images";
            if (options.EarlyStopping is { Metric: not ResNetEarlyStoppingMetric.TrainLoss } stopping)
            {
                throw new ArgumentException(
                    $"EarlyStopping.Metric is {stopping.Metric}. {reason}: add images, pass a validation set to Fit, or choose "
                    + $"{ResNetEarlyStoppingMetric.TrainLoss}.");
            }
            channel.Warning($"{reason}: add images, or pass a validation set to Fit.");
            return;
        }
        int classes = label.Classes.Count;
        int trained = split.Train.CountByClass(classes).Count(images => images > 0);
        int validated = held.CountByClass(classes).Count(images => images > 0);
        if (validated < trained)
        {
            channel.Warning(
                $"Only {validated} of {trained} classes have validation images: with Options.ValidationFraction = {Fraction}, "
                + $"{held.Rows.Length} of {split.Train.Rows.Length + held.Rows.Length} images are held out, and the other classes "
                + "are too small to give one. Raise it, or pass a validation set to Fit.");
        }
    }

    private string Fraction => FormattableString.Invariant($"{options.ValidationFraction}");
}
