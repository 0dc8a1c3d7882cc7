using Microsoft.ML.ResNet.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Refuses sets without enough images or classes, and warns of rows that are left out.</summary>
internal sealed class TrainingSetCheck(ResNetClassifierEstimator.Options options, ClassLabels classes)
{
    public void Train(ImageDataset set)
    {
        if (set.Labels.Length == 0)
            throw new ArgumentException($"The training set has no images{LeftOut(set)}.");
        int[] present = [.. Present(set)];
        if (present.Length == 0)
        {
            throw new ArgumentException(
                $"No image of the training set has a label (column '{options.LabelColumnName}').");
        }
        if (present.Length < 2 && !set.Labels.IsMultiLabel)
        {
            throw new ArgumentException(
                $"All images of the training set are of the class '{classes.NameOf(present[0])}' (column "
                + $"'{options.LabelColumnName}'); there must be two classes at least.");
        }
    }

    public void Validation(ImageDataset? set, ImageDataset train)
    {
        if (set is null)
            return;
        if (set.Labels.Length == 0)
            throw new ArgumentException($"The validation set has no images{LeftOut(set)}.");
        string[] unseen = [.. Present(set).Except(Present(train)).Select(c => $"'{classes.NameOf(c)}'")];
        if (unseen.Length > 0)
        {
            throw new ArgumentException(
                $"The validation set has classes that the training set has no image of: {string.Join(", ", unseen)}.");
        }
    }

    public void Report(IChannel channel, ImageDataset train, ImageDataset? validation)
    {
        Report(channel, "training", train);
        if (validation is not null)
            Report(channel, "validation", validation);
        const int shown = 10;
        int[] empty = [.. Enumerable.Range(0, classes.Count).Except(Present(train))];
        if (empty.Length == 0)
            return;
        string names = string.Join(", ", empty.Take(shown).Select(c => $"'{classes.NameOf(c)}'"));
        channel.Warning($"Classes without a training image: {names}{(empty.Length > shown ? ", ..." : "")}.");
    }

    /// <summary>The first classes by name.</summary>
    public static string Describe(ClassLabels labels)
    {
        const int shown = 5;
        IEnumerable<int> first = Enumerable.Range(0, Math.Min(shown, labels.Count));
        string names = string.Join(", ", first.Select(i => $"'{labels.NameOf(i)}'"));
        return $"{labels.Count} classes ({names}{(labels.Count > shown ? ", ..." : "")})";
    }

    private static void Report(IChannel channel, string name, ImageDataset set)
    {
        if (set.BadImages > 0)
            channel.Warning(
                $"Left out of the {name} set: {set.BadImages:N0} of {set.Rows:N0} rows, "
                + "whose images cannot be decoded.");
        if (set.MissingLabels > 0)
            channel.Warning(
                $"Left out of the {name} set: {set.MissingLabels:N0} of {set.Rows:N0} rows, which have no label.");
        if (set.UniformImages == set.Labels.Length)
        {
            channel.Warning(
                $"Every image of the {name} set has only one colour, so there is nothing to learn from. Look at the images that "
                + "the pipeline makes: a wrong pixel format or scale does this, and so does content in the alpha channel alone.");
        }
    }

    private static string LeftOut(ImageDataset set) => set.Rows == 0
        ? ": it is empty"
        : $": of {set.Rows:N0} rows, {set.MissingLabels:N0} have no label and {set.BadImages:N0} no image that can be decoded";

    private IEnumerable<int> Present(ImageDataset set)
    {
        long[] counts = set.CountByClass(classes.Count);
        return Enumerable.Range(0, classes.Count).Where(c => counts[c] > 0);
    }
}
