using System.CommandLine;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Options whose text means something of the library's.</summary>
internal static class ParsedOption
{
    /// <summary>What <paramref name="parse"/> throws at the option's text is an error of usage.</summary>
    public static void Check<T>(this Option<string?> option, Func<string, T> parse) =>
        option.Validators.Add(result =>
        {
            try
            {
                if (result.Tokens.Count == 1)
                    _ = parse(result.Tokens[0].Value);
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
            {
                result.AddError($"{option.Name}: {Failure.OneLine(exception)}");
            }
        });
}
