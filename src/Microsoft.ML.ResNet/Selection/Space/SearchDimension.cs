using System.Globalization;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>One property of a search space that is swept.</summary>
/// <param name="Name">The property.</param>
/// <param name="Default">The value of the first trial.</param>
/// <param name="Count">Number of values; null for a continuum.</param>
/// <param name="At">The value at a place from 0 to below 1.</param>
/// <param name="Description">All values, for people.</param>
internal sealed record SearchDimension(
    string Name, object Default, long? Count, Func<double, object> At, string Description)
{
    public static IEnumerable<SearchDimension> Of<T>(string name, ResNetSweep<T>? sweep)
        where T : notnull
    {
        if (sweep is not null)
        {
            yield return new SearchDimension(
                name, sweep.Default, sweep.Count, place => sweep.At(place), sweep.ToString()!);
        }
    }

    /// <summary>A value for people and for comparison; a float with all its digits.</summary>
    public static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
