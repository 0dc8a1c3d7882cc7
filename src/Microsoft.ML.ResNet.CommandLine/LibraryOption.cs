using System.Collections;
using System.CommandLine;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.ML.ResNet.Training;
using TrainingOptions = Microsoft.ML.ResNet.ResNetClassifierEstimator.Options;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>
/// An option of the command line that sets an option of the library. Name, description, default and range are those of the
/// property.
/// </summary>
internal sealed partial class LibraryOption
{
    private static readonly TrainingOptions s_defaults = new();

    // The property, after the group of options that has it, if there is one.
    private readonly PropertyInfo[] _path;
    private readonly Option<string?>? _text;
    private readonly Option<bool>? _flag;

    private LibraryOption(PropertyInfo[] path, string? name)
    {
        _path = path;
        object? value = DefaultValue();
        if (Type == typeof(bool))
        {
            bool isOn = value is true;
            _flag = new Option<bool>(name ?? (isOn ? "--no-" : "--") + KebabCase()) { Description = Description };
            return;
        }
        RangeAttribute? range = Property.GetCustomAttribute<RangeAttribute>();
        _text = new Option<string?>(name ?? "--" + KebabCase())
        {
            Description = string.Concat(
                Description.TrimEnd('.'), Description.Contains("Default:", StringComparison.Ordinal) ? "" : ".",
                Type.IsEnum ? $" One of {string.Join(", ", Enum.GetNames(Type))}." : "",
                range is null ? "" : $" Range: {OptionChecks.Text(range)}.",
                value is null ? "" : $" Default: {Text(value)}"),
            HelpName = Type.IsEnum || Type == typeof(ResNetArchitecture) ? "NAME"
                : Type == typeof(string) ? "FILE" : Type.IsPrimitive ? "NUMBER" : "VALUES",
        };
        _text.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && RangeError(result.Tokens[0].Value) is { } error)
                result.AddError($"{_text.Name} is {result.Tokens[0].Value}; it must be {error}.");
        });
        _text.Check(ParseValue);
    }

    public Option Option => (Option?)_text ?? _flag!;

    /// <summary>Where the property is, such as "Optimizer.Momentum".</summary>
    public string Path => PathOf(_path);

    private PropertyInfo Property => _path[^1];

    private Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    private string Description => Property.GetCustomAttribute<DescriptionAttribute>()!.Description;

    /// <summary>All options of the library that have a description.</summary>
    /// <param name="names">Names for some of them, by path, instead of the property's name.</param>
    public static IReadOnlyList<LibraryOption> All(IReadOnlyDictionary<string, string> names) =>
        [.. Find(typeof(TrainingOptions), []).Select(path => Create(path, names))];

    /// <summary>One option of the library.</summary>
    /// <param name="path">Where the property is, such as "Optimizer.Momentum".</param>
    /// <param name="name">Its name on the command line; null for that of the property.</param>
    public static LibraryOption Create(string path, string? name = null) => new(
        Find(typeof(TrainingOptions), []).Single(found => PathOf(found) == path), name);

    /// <summary>Whether the user gave the option.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(Option) is { Implicit: false };

    /// <summary>Sets the property if the user gave the option.</summary>
    public void Apply(ParseResult parsed, TrainingOptions options)
    {
        if (!IsGiven(parsed))
            return;
        object target = options;
        foreach (PropertyInfo group in _path[..^1])
        {
            if (group.GetValue(target) is null)
                group.SetValue(target, Activator.CreateInstance(group.PropertyType));
            target = group.GetValue(target)!;
        }
        Property.SetValue(target, _flag is null ? ParseValue(parsed.GetValue(_text!)!) : DefaultValue() is not true);
    }

    private static LibraryOption Create(PropertyInfo[] path, IReadOnlyDictionary<string, string> names) =>
        new(path, names.GetValueOrDefault(PathOf(path)));

    private static string PathOf(PropertyInfo[] path) => string.Join('.', path.Select(property => property.Name));

    private static IEnumerable<PropertyInfo[]> Find(Type type, PropertyInfo[] group)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<DescriptionAttribute>() is not null)
                yield return [.. group, property];
            else if (typeof(IOptionGroup).IsAssignableFrom(property.PropertyType))
            {
                foreach (PropertyInfo[] path in Find(property.PropertyType, [.. group, property]))
                    yield return path;
            }
        }
    }

    private object? DefaultValue()
    {
        object? value = s_defaults;
        foreach (PropertyInfo property in _path)
            value = value is null ? null : property.GetValue(value);
        return value;
    }

    // A group that is off by default is a part of the name, since its options are found by it.
    private string KebabCase()
    {
        bool isOptional = _path.Length > 1 && _path[0].GetValue(s_defaults) is null;
        string name = isOptional ? string.Concat(_path.Select(property => property.Name)) : Property.Name;
        return WordStart().Replace(name, "-$0").ToLowerInvariant();
    }

    // Null for a value in the range, and for a text that is none, which has an error of its own.
    private string? RangeError(string text)
    {
        if (Property.GetCustomAttribute<RangeAttribute>() is not { } range)
            return null;
        try
        {
            return range.IsValid(ParseValue(text)) ? null : OptionChecks.Text(range);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private object ParseValue(string text)
    {
        if (Type == typeof(string))
            return System.IO.Path.GetFullPath(text);
        if (Type == typeof(ResNetArchitecture))
            return ResNetArchitecture.Parse(text);
        if (Type == typeof(ResNetPretrainedWeights))
            return Weights(text);
        if (Type == typeof(ResNetClassWeights))
            return ResNetClassWeights.Parse(text);
        if (Type == typeof(IReadOnlyList<float>))
            return text.Split(',').Select(part => (float)Number(typeof(float), part)).ToArray();
        if (!Type.IsEnum)
            return Number(Type, text);
        return Enum.TryParse(Type, text, ignoreCase: true, out object? value) && Enum.IsDefined(Type, value)
            ? value
            : throw new FormatException($"'{text}' is not one of {string.Join(", ", Enum.GetNames(Type))}.");
    }

    private static ResNetPretrainedWeights Weights(string text)
    {
        ResNetPretrainedWeights weights = ResNetPretrainedWeights.Parse(text);
        return weights.Path is not { } path || File.Exists(path) ? weights : throw new FormatException(
            $"'{text}' is neither a file nor the name of installed weights. Installed are: "
            + $"{(ResNetPretrainedWeights.Installed is { Count: > 0 } all ? string.Join(", ", all) : "none")}.");
    }

    private static object Number(Type type, string text)
    {
        if (type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole)
                ? whole
                : throw new FormatException($"'{text}' is not a whole number.");
        }
        if (NumberSyntax.Error(text) is { } error)
            throw new FormatException(error);
        return type == typeof(float)
            ? float.Parse(text, NumberSyntax.Real, CultureInfo.InvariantCulture)
            : (object)double.Parse(text, NumberSyntax.Real, CultureInfo.InvariantCulture);
    }

    private static string Text(object value) => value switch
    {
        IEnumerable<float> list => string.Join(',', list.Select(item => item.ToString(CultureInfo.InvariantCulture))),
        string or IEnumerable => $"{value}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])")]
    private static partial Regex WordStart();
}
