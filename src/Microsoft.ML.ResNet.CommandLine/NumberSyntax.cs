using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Numbers are written alike in every culture: with a decimal point, and without separators of thousands.</summary>
internal static class NumberSyntax
{
    /// <summary>The form of real numbers.</summary>
    public const NumberStyles Real = NumberStyles.Float;

    private static readonly HashSet<Type> RealTypes = [typeof(float), typeof(double), typeof(decimal)];

    /// <summary>The first number that is written otherwise: 0,01 would be read as 1. Null if there is none.</summary>
    public static string? FindError(ParseResult command) => command.CommandResult.Children.OfType<OptionResult>()
        .Where(result => RealTypes.Contains(Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType))
        .SelectMany(result => result.Tokens, (result, token) => (result.Option.Name, token.Value))
        .Select(given => Error(given.Value) is { } error ? $"{given.Name}: {error}" : null)
        .FirstOrDefault(error => error is not null);

    /// <summary>Says that a text is not a real number; null if it is one.</summary>
    public static string? Error(string text) => double.TryParse(text, Real, CultureInfo.InvariantCulture, out _)
        ? null
        : $"'{text}' is not a number such as 0.1.";
}
