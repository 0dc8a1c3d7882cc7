namespace NearestImages.Searching;

/// <summary>The fraction of an image's nearest neighbors that have its class.</summary>
/// <param name="Images">Number of query images.</param>
/// <param name="Precision">Mean fraction of neighbors of the same class, 0 to 1.</param>
/// <param name="Chance">The precision of random neighbors.</param>
/// <param name="ByClass">The precision for the images of each class.</param>
internal sealed record RetrievalPrecision(
    int Images, double Precision, double Chance, IReadOnlyDictionary<string, double> ByClass)
{
    /// <summary>Number of neighbors that count.</summary>
    public const int Neighbours = 5;

    // More queries would not change the result noticeably.
    private const int MostImages = 2000;

    /// <param name="index">All images.</param>
    /// <param name="names">Names of the query images; the others are only found as neighbors.</param>
    /// <param name="token">Cancels the measurement.</param>
    /// <returns>Null if the images have no classes.</returns>
    public static RetrievalPrecision? Measure(FeatureIndex index, IReadOnlySet<string> names, CancellationToken token)
    {
        if (index.Classes.Distinct().Take(2).Count() < 2)
            return null;
        int[] places =
            [.. Enumerable.Range(0, index.Count).Where(place => names.Contains(index.Names[place]))];
        int step = Math.Max(1, places.Length / MostImages);
        places = [.. places.Where((_, i) => i % step == 0)];
        if (places.Length == 0)
            return null;
        var parts = new double[places.Length];
        Parallel.For(0, places.Length, new ParallelOptions { CancellationToken = token }, i =>
        {
            int place = places[i];
            Neighbour[] nearest = index.Nearest(index.Vector(place), Neighbours, except: place);
            parts[i] = nearest.Average(neighbour => index.Classes[neighbour.Place] == index.Classes[place] ? 1.0 : 0);
        });

        Dictionary<string, int> sizes = index.Classes.CountBy(label => label).ToDictionary();
        SortedDictionary<string, double> byClass = new(StringComparer.Ordinal);
        foreach (var group in places.Zip(parts).GroupBy(pair => index.Classes[pair.First], pair => pair.Second))
            byClass[group.Key] = group.Average();
        return new(
            places.Length, parts.Average(),
            places.Average(place => (sizes[index.Classes[place]] - 1.0) / (index.Count - 1)), byClass);
    }
}
