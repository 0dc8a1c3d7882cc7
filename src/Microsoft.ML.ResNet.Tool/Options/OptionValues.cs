using System.CommandLine;
using System.Globalization;
using Microsoft.ML.ResNet.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>Texts that mean something of the library's.</summary>
internal static class OptionValues
{
    /// <summary>
    /// An option whose text is read by <paramref name="parse"/>; what that throws is an error of usage.
    /// </summary>
    public static Option<string?> Parsed<T>(string name, string help, string description, Func<string, T> parse)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        option.Check(parse);
        return option;
    }

    public static Option<string?> Architecture(string description) => Parsed(
        "--architecture", "NAME",
        $"{description} One of those that 'resnet info' lists, such as ResNet20 or ResNet50.",
        ResNetArchitecture.Parse);

    /// <summary><c>none</c>, the name of installed weights, or a file, which must exist.</summary>
    public static ResNetPretrainedWeights ParseWeights(string text)
    {
        ResNetPretrainedWeights weights = ResNetPretrainedWeights.Parse(text);
        return weights.Path is not { } path || File.Exists(path) ? weights : throw new FormatException(
            $"'{text}' is neither a file nor the name of installed weights. Installed are: "
            + $"{(ResNetPretrainedWeights.Installed is { Count: > 0 } all ? string.Join(", ", all) : "none")}.");
    }

    /// <summary><c>none</c>, <c>balanced</c>, or <c>name=weight,name=weight</c>.</summary>
    public static ResNetClassWeights ParseClassWeights(string text)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
            return ResNetClassWeights.None;
        if (text.Equals("balanced", StringComparison.OrdinalIgnoreCase))
            return ResNetClassWeights.Balanced;
        var weights = new Dictionary<string, float>();
        foreach (string pair in text.Split(','))
        {
            int equals = pair.LastIndexOf('=');
            if (equals < 1 || !float.TryParse(pair[(equals + 1)..], CultureInfo.InvariantCulture, out float weight))
                throw new FormatException($"'{pair}' is not none, balanced or CLASS=WEIGHT.");
            weights[pair[..equals]] = weight;
        }
        return ResNetClassWeights.Of(weights);
    }

    public static int[] ParseNumbers(string text) =>
        [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
}
