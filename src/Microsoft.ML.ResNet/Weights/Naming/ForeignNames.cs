using System.Text.RegularExpressions;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// Translates the tensor names of training programs and other libraries to those of torchvision and timm: removes the
/// prefixes of a larger model that contains the network, and maps the names of Hugging Face's <c>transformers</c>.
/// </summary>
internal static partial class ForeignNames
{
    private static readonly string[] Prefixes =
    [
        "module.", "_orig_mod.", "model.", "backbone.", "encoder.", "encoder_q.", "network.", "net.", "resnet.", "trunk.",
        "base_encoder.", "feature_extractor.", "student.", "online_encoder.",
    ];

    /// <summary>The name in torchvision's or timm's form; the same where nothing is to be changed.</summary>
    public static string Translate(string name)
    {
        string bare = OfTransformers(name) ?? name;
        while (Prefixes.FirstOrDefault(prefix => bare.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
            bare = bare[prefix.Length..];
        return bare;
    }

    private static string? OfTransformers(string name)
    {
        if (TransformersStem().Match(name) is { Success: true } stem)
            return $"{(stem.Groups["kind"].Value == Convolution ? "conv1" : "bn1")}.{stem.Groups["part"].Value}";
        if (TransformersLayer().Match(name) is { Success: true } layer)
        {
            string kind = layer.Groups["kind"].Value == Convolution ? "conv" : "bn";
            return $"{Block(layer)}.{kind}{Number(layer, "layer") + 1}.{layer.Groups["part"].Value}";
        }
        if (TransformersShortcut().Match(name) is { Success: true } shortcut)
        {
            int index = shortcut.Groups["kind"].Value == Convolution ? 0 : 1;
            return $"{Block(shortcut)}.downsample.{index}.{shortcut.Groups["part"].Value}";
        }
        // Sequential(Flatten, Linear).
        return name.StartsWith("classifier.1.", StringComparison.Ordinal)
            ? $"{PostActivationNaming.Head}.{name["classifier.1.".Length..]}"
            : null;
    }

    private const string Convolution = "convolution";

    private static string Block(Match match) => $"layer{Number(match, "stage") + 1}.{Number(match, "block")}";

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value);

    private const string Kind = @"(?<kind>convolution|normalization)\.(?<part>[a-z_]+)$";

    [GeneratedRegex(@"(?:^|\.)embedder\.embedder\." + Kind, RegexOptions.CultureInvariant)]
    private static partial Regex TransformersStem();

    [GeneratedRegex(
        @"(?:^|\.)encoder\.stages\.(?<stage>\d{1,2})\.layers\.(?<block>\d{1,3})\.layer\.(?<layer>\d)\." + Kind,
        RegexOptions.CultureInvariant)]
    private static partial Regex TransformersLayer();

    [GeneratedRegex(
        @"(?:^|\.)encoder\.stages\.(?<stage>\d{1,2})\.layers\.(?<block>\d{1,3})\.shortcut\." + Kind,
        RegexOptions.CultureInvariant)]
    private static partial Regex TransformersShortcut();
}
