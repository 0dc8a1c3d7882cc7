using System.CommandLine;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Options whose text is parsed by the library.</summary>
internal static class ParsedOption
{
    /// <summary>Reports an exception of <paramref name="parse"/> for the option's text as a usage error.</summary>
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
