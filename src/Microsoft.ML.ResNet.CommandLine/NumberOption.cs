using System.CommandLine;
using System.CommandLine.Parsing;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Numeric options with a range.</summary>
internal static class NumberOption
{
    public static Option<int?> Create(string name, int least, int most, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "NUMBER" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value)
                && (value < least || value > most))
                result.AddError($"{name} is {value}; it must be between {least} and {most}.");
        });
        return option;
    }

    public static Option<int?> Seed() =>
        Create("--seed", 0, int.MaxValue, "The same seed gives the same weights on any number of threads. Default: 1");

    public static Option<int?> Threads() => Create("--threads", 1, 1024, "Number of threads. Default: one per processor");

    /// <summary>The image size option of the samples.</summary>
    public static Option<int?> ImageSize() =>
        Create("--image-size", 16, 1024, "Width and height in pixels that images are resized to.");

    public static void Positive(OptionResult result)
    {
        if (result.Tokens.Count == 1 && float.TryParse(result.Tokens[0].Value, out float value)
            && !(value > 0 && float.IsFinite(value)))
            result.AddError($"{result.Option.Name} is {value}; it must be a number above 0.");
    }
}
