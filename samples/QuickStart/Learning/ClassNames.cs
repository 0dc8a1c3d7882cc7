using Microsoft.ML;
using Microsoft.ML.Data;

namespace QuickStart.Learning;

/// <summary>Reads the class names, in the order of the scores, from the schema of a model's output.</summary>
internal static class ClassNames
{
    public static string[] Read(DataViewSchema schema)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema[nameof(ImagePrediction.Score)].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
