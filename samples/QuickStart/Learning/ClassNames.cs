using Microsoft.ML;
using Microsoft.ML.Data;

namespace QuickStart.Learning;

/// <summary>The classes in the order of the scores, as the model carries them.</summary>
internal static class ClassNames
{
    public static string[] Of(DataViewSchema schema)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema[nameof(ImagePrediction.Score)].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
