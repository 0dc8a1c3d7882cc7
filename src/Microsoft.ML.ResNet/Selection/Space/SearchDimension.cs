using System.Globalization;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>One dimension of a search space.</summary>
/// <param name="Name">Name of the property.</param>
/// <param name="Default">The first trial's value.</param>
/// <param name="Count">Number of values; null if continuous.</param>
/// <param name="At">Maps a position, at least 0 and below 1, to a value.</param>
/// <param name="Description">Readable description of all values.</param>
internal sealed record SearchDimension(
    string Name, object Default, long? Count, Func<double, object> At, string Description)
{
    public static IEnumerable<SearchDimension> FromSweep<T>(string name, ResNetSweep<T>? sweep)
        where T : notnull
    {
        if (sweep is not null)
        {
            yield return new SearchDimension(
                name, sweep.Default, sweep.Count, place => sweep.At(place), sweep.ToString()!);
        }
    }

    /// <summary>A value as culture-independent text; round-trips floats.</summary>
    public static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
