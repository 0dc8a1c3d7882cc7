using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet.Export;

/// <summary>The names of an ONNX file's input and outputs.</summary>
/// <param name="Input">The images.</param>
/// <param name="Score">The probabilities.</param>
/// <param name="PredictedLabel">The prediction; set even if the file has no such output.</param>
/// <param name="Logits">The logits; null for no such output.</param>
internal sealed record OnnxNames(string Input, string Score, string PredictedLabel, string? Logits)
{
    public IEnumerable<string> All => new[] { Input, Score, PredictedLabel, Logits }.OfType<string>();

    /// <exception cref="ArgumentException">A name is empty, or two are equal.</exception>
    public static OnnxNames Create(ScoringColumns columns, ResNetOnnxOptions options)
    {
        OnnxNames names = new(
            options.InputName ?? columns.Image, options.ScoreName ?? columns.Score,
            options.PredictedLabelName ?? columns.PredictedLabel, options.LogitsName);
        if (names.All.Contains(""))
            throw new ArgumentException("The name of an input or output is empty.", nameof(options));
        if (names.All.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } duplicate)
        {
            throw new ArgumentException(
                $"Two of the file's inputs and outputs are named '{duplicate.Key}': set InputName, ScoreName, "
                + "PredictedLabelName or LogitsName.", nameof(options));
        }
        return names;
    }
}
