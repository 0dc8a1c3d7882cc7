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

    public static int[] ParseNumbers(string text) =>
        [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
}
