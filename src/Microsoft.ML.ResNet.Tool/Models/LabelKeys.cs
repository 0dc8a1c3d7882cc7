using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Maps labels to keys in the order of a network's outputs.</summary>
internal static class LabelKeys
{
    private const int MaxQuoted = 5;

    /// <param name="ml">The context.</param>
    /// <param name="images">The images whose labels are mapped.</param>
    /// <param name="classes">The classes, in order of their keys.</param>
    /// <param name="owner">Name for messages of what has the classes, such as "the model".</param>
    /// <exception cref="UserException">An image has a label that is not in <paramref name="classes"/>.</exception>
    public static IDataView Map(MLContext ml, LabeledImages images, IReadOnlyList<string> classes, string owner)
    {
        // Labels of files are in Unicode's composed form (NFC); names of a model from elsewhere need not be.
        string[] composed = [.. classes.Select(name => name.Normalize())];
        if (composed.Distinct().Count() == classes.Count)
            classes = composed;
        string[] unseen = [.. images.Classes.Except(classes)];
        if (unseen.Length > 0)
        {
            throw new UserException(
                $"the images to evaluate on have the label {Quote(unseen)}, which {owner} does not have; it has "
                + $"{Quote(classes)}.");
        }
        IDataView view = images.ToDataView(ml);
        IDataView keys = ml.Data.LoadFromEnumerable(classes.Select(name => new ClassName { Name = name }));
        return ml.Transforms.Conversion.MapValueToKey("Label", keyData: keys).Fit(view).Transform(view);
    }

    private static string Quote(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxQuoted).Select(name => $"'{name}'"))
        + (names.Count > MaxQuoted ? $" and {names.Count - MaxQuoted} more" : "");

    private sealed class ClassName
    {
        public string Name { get; set; } = "";
    }
}
