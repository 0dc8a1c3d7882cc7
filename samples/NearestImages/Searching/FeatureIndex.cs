using System.Numerics.Tensors;

namespace NearestImages.Searching;

/// <summary>An image of the index, and how much it is like another one.</summary>
/// <param name="Place">In the index.</param>
/// <param name="Similarity">Cosine of the angle between the features, at most 1.</param>
internal readonly record struct Neighbour(int Place, float Similarity);

/// <summary>The features of images, of length 1, so that products are cosines.</summary>
internal sealed class FeatureIndex
{
    private readonly float[] _vectors; // [images][features]

    /// <param name="names">Of the images.</param>
    /// <param name="classes">Of each; empty where it has none.</param>
    /// <param name="vectors">The features of each.</param>
    /// <param name="unreadable">Images without features.</param>
    public FeatureIndex(string[] names, string[] classes, IReadOnlyList<float[]> vectors, int unreadable)
    {
        (Names, Classes, Unreadable) = (names, classes, unreadable);
        Features = vectors.Count == 0 ? 0 : vectors[0].Length;
        _vectors = new float[(long)vectors.Count * Features];
        for (int i = 0; i < vectors.Count; i++)
            Normalize(vectors[i], _vectors.AsSpan(i * Features, Features));
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<string> Classes { get; }

    public int Unreadable { get; }

    public int Count => Names.Count;

    public int Features { get; }

    /// <summary>The features of an image, of length 1.</summary>
    public ReadOnlySpan<float> Vector(int place) => _vectors.AsSpan(place * Features, Features);

    /// <summary>The most similar images, the most similar first; of equals the first in the index.</summary>
    /// <param name="features">Of any length but 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="except">The place of an image that does not count, or -1.</param>
    public Neighbour[] Nearest(ReadOnlySpan<float> features, int count, int except = -1)
    {
        float[] query = new float[Features];
        Normalize(features, query);
        // The least similar of those found so far is the first to go.
        PriorityQueue<Neighbour, (float, int)> found = new();
        for (int place = 0; place < Count; place++)
        {
            if (place == except)
                continue;
            float similarity = TensorPrimitives.Dot(query, Vector(place));
            found.Enqueue(new Neighbour(place, similarity), (similarity, -place));
            if (found.Count > count)
                found.Dequeue();
        }
        var nearest = new Neighbour[found.Count];
        for (int i = nearest.Length - 1; i >= 0; i--)
            nearest[i] = found.Dequeue();
        return nearest;
    }

    private static void Normalize(ReadOnlySpan<float> features, Span<float> unit)
    {
        float norm = TensorPrimitives.Norm(features);
        TensorPrimitives.Divide(features, norm > 0 ? norm : 1, unit);
    }
}
