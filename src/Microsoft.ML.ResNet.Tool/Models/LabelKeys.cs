using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Labels as keys: in the order of a network's outputs.</summary>
internal static class LabelKeys
{
    private const int MostNamed = 5;

    /// <exception cref="UserException">An image has a label that is none of <paramref name="classes"/>.</exception>
    public static IDataView Map(MLContext ml, LabeledImages images, IReadOnlyList<string> classes, string whose)
    {
        string[] unseen = [.. images.Classes.Except(classes)];
        if (unseen.Length > 0)
        {
            throw new UserException(
                $"the images to evaluate on have {Quote(unseen)}, which {whose} does not; it has {Quote(classes)}.");
        }
        IDataView view = images.ToDataView(ml);
        IDataView keys = ml.Data.LoadFromEnumerable(classes.Select(name => new ClassName { Name = name }));
        return ml.Transforms.Conversion.MapValueToKey("Label", keyData: keys).Fit(view).Transform(view);
    }

    private static string Quote(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNamed).Select(name => $"'{name}'"))
        + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");

    private sealed class ClassName
    {
        public string Name { get; set; } = "";
    }
}
