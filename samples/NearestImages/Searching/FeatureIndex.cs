using System.Numerics.Tensors;

namespace NearestImages.Searching;

/// <summary>An image of the index and its similarity to another one.</summary>
/// <param name="Place">Position in the index.</param>
/// <param name="Similarity">Cosine of the angle between the feature vectors, -1 to 1.</param>
internal readonly record struct Neighbour(int Place, float Similarity);

/// <summary>The feature vectors of images, normalized to length 1 so that dot products are cosines.</summary>
internal sealed class FeatureIndex
{
    private readonly float[] _vectors; // [images][features]

    /// <param name="names">Names of the images.</param>
    /// <param name="classes">Class of each image; empty if it has none.</param>
    /// <param name="vectors">Features of each image.</param>
    /// <param name="unreadable">Number of images without features.</param>
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

    /// <summary>The normalized features of an image.</summary>
    public ReadOnlySpan<float> Vector(int place) => _vectors.AsSpan(place * Features, Features);

    /// <summary>The most similar images in descending order; ties are in index order.</summary>
    /// <param name="features">A feature vector; need not be normalized.</param>
    /// <param name="count">Number of images to return.</param>
    /// <param name="except">Position of an image to leave out, or -1.</param>
    public Neighbour[] Nearest(ReadOnlySpan<float> features, int count, int except = -1)
    {
        float[] query = new float[Features];
        Normalize(features, query);
        // A min-heap: the least similar image found so far is removed first.
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
