using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// All properties of a settings object by name and value, those of settings within it too. Found by reflection, so that
/// no setting can be forgotten.
/// </summary>
internal static class SettingsList
{
    /// <summary>Names are those of the options: "LearningRate", "Architecture.StageDepths".</summary>
    public static IEnumerable<(string Name, string Value)> Of(object settings, string prefix = "")
    {
        foreach (PropertyInfo property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.MetadataToken))
        {
            // What an architecture is called decides nothing.
            if (settings is ResNetArchitecture && property.Name == nameof(ResNetArchitecture.Name))
                continue;
            object? value = property.GetValue(settings);
            string name = prefix + property.Name;
            if (value is not (null or Enum or IEnumerable) && value.GetType().Assembly == typeof(SettingsList).Assembly)
            {
                foreach ((string Name, string Value) inner in Of(value, name + "."))
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
