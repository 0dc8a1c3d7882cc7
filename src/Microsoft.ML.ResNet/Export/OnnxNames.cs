using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet.Export;

/// <summary>The names of a file's input and outputs.</summary>
/// <param name="Input">Images.</param>
/// <param name="Score">Probabilities.</param>
/// <param name="PredictedLabel">The prediction, whether the file has it or not.</param>
/// <param name="Logits">Null for none.</param>
internal sealed record OnnxNames(string Input, string Score, string PredictedLabel, string? Logits)
{
    public IEnumerable<string> All => new[] { Input, Score, PredictedLabel, Logits }.OfType<string>();

    /// <exception cref="ArgumentException">A name is empty, or two are the same.</exception>
    public static OnnxNames Create(ScoringColumns columns, ResNetOnnxOptions options)
    {
        OnnxNames names = new(
            options.InputName ?? columns.Image, options.ScoreName ?? columns.Score,
            options.PredictedLabelName ?? columns.PredictedLabel, options.LogitsName);
        if (names.All.Contains(""))
            throw new ArgumentException("A name of an input or output is empty.", nameof(options));
        if (names.All.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"'{twice.Key}' is the name of two of the file's inputs and outputs: set InputName, ScoreName, "
                + "PredictedLabelName or LogitsName.", nameof(options));
        }
        return names;
    }
}
