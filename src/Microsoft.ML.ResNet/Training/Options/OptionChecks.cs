using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Validates options by the attributes of their properties.</summary>
internal static class OptionChecks
{
    /// <summary>
    /// Checks every property: <see cref="RangeAttribute"/> and <see cref="AllowedValuesAttribute"/>, that enumerations are
    /// defined, that references are not null unless their type allows it; then the groups of options within.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="prefix">The path to them in messages, such as "Augmentation.", or "".</param>
    /// <exception cref="ArgumentException">Names the option, its value and its range.</exception>
    public static void Validate(object options, string prefix = "")
    {
        NullabilityInfoContext nullability = new();
        foreach (PropertyInfo property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            string name = prefix + property.Name;
            object? value = property.GetValue(options);
            if (value is null && nullability.Create(property).WriteState == NullabilityState.NotNull)
                throw new ArgumentNullException(property.Name, $"{name} is null.");
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
                Require(range.IsValid(value), value, Text(range), name);
            if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
                Require(allowed.IsValid(value), value, string.Join(" or ", allowed.Values), name);
            if (value is Enum)
                Require(Enum.IsDefined(value.GetType(), value), value, $"a {value.GetType().Name}", name);
            if (value is IOptionGroup)
                Validate(value, name + ".");
        }
        (options as IOptionGroup)?.ValidateTogether(prefix);
    }

    /// <param name="condition">Whether the value is in its range.</param>
    /// <param name="value">The value.</param>
    /// <param name="range">The range in words, after "it must be".</param>
    /// <param name="name">Name of the option; the last part of the expression if it is not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The condition does not hold.</exception>
    public static void Require(
        bool condition, object? value, string range, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(name, $"{name} is {Text(value)}; it must be {range}.");
    }

    /// <summary>The range in words: "1 to 100", "0 to below 1", "positive and finite".</summary>
    public static string Text(RangeAttribute range)
    {
        bool isOpen = range.Maximum is double.MaxValue or int.MaxValue;
        string finite = range.Maximum is double.MaxValue ? " and finite" : "";
        return (isOpen, range.MinimumIsExclusive, range.MaximumIsExclusive) switch
        {
            (true, true, _) when Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture) == 0 => $"positive{finite}",
            (true, true, _) => $"above {Number(range.Minimum)}{finite}",
            (true, false, _) => $"at least {Number(range.Minimum)}{finite}",
            (_, true, true) => $"above {Number(range.Minimum)}, below {Number(range.Maximum)}",
            (_, true, false) => $"above {Number(range.Minimum)}, at most {Number(range.Maximum)}",
            (_, false, true) => $"{Number(range.Minimum)} to below {Number(range.Maximum)}",
            _ => $"{Number(range.Minimum)} to {Number(range.Maximum)}",
        };
    }

    private static string Number(object bound) => string.Create(CultureInfo.InvariantCulture, $"{bound:#,0.######}");

    private static string Text(object? value) => value switch
    {
        null => "null",
        IEnumerable<float> list =>
            $"[{string.Join(", ", list.Select(item => item.ToString(CultureInfo.InvariantCulture)))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
