using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Lists all properties of a settings object, including nested settings, by name and value. Uses reflection so that no
/// setting can be forgotten.
/// </summary>
internal static class SettingsList
{
    /// <summary>Names match the options, such as "LearningRate" and "Architecture.StageDepths".</summary>
    public static IEnumerable<(string Name, string Value)> Enumerate(object settings) =>
        Enumerate(settings, settings.GetType(), "");

    // By the declared type: the options of a training may be those of a classifier, whose others do not decide it.
    private static IEnumerable<(string Name, string Value)> Enumerate(object settings, Type type, string prefix)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.MetadataToken))
        {
            // An architecture's name does not affect the result.
            if (settings is ResNetArchitecture && property.Name == nameof(ResNetArchitecture.Name))
                continue;
            object? value = property.GetValue(settings);
            string name = prefix + property.Name;
            bool isRoot = property.PropertyType == typeof(ResNetTrainingOptions);
            if (value is not (null or Enum or IEnumerable) && value.GetType().Assembly == typeof(SettingsList).Assembly)
            {
                foreach ((string Name, string Value) inner in Enumerate(value, property.PropertyType, isRoot ? "" : name + "."))
                    yield return inner;
            }
            else
            {
                yield return (name, Text(value));
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        string text => text,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
