using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace NearestImages.Searching;

/// <summary>An image and its nearest neighbors.</summary>
/// <param name="Name">Name of the image.</param>
/// <param name="Class">Class of the image; empty if it has none.</param>
/// <param name="Read">Reads the image file.</param>
/// <param name="Neighbours">The most similar images, the most similar first.</param>
internal sealed record Query(string Name, string Class, Func<byte[]> Read, IReadOnlyList<Found> Neighbours)
{
    /// <summary>Finds the neighbors of an image of the index, without the image itself.</summary>
    public static Query Create(FeatureIndex index, int place, int count, ImageContainer container) => new(
        index.Names[place], index.Classes[place],
        () =>
        {
            using IImageReader reader = container.OpenReader();
            return reader.Read(index.Names[place]);
        },
        Find(index, index.Vector(place), count, place));

    /// <summary>Finds the neighbors of a file.</summary>
    /// <exception cref="UserException">The index was made with another model.</exception>
    public static Query Create(FeatureIndex index, string path, float[] features, int count) =>
        features.Length == index.Features
            ? new(path, "", () => File.ReadAllBytes(path), Find(index, features, count, except: -1))
            : throw new UserException(
                $"The model computes {features.Length} features, but the index has {index.Features}: it was made with "
                + "another model.");

    private static Found[] Find(FeatureIndex index, ReadOnlySpan<float> features, int count, int except) =>
        Array.ConvertAll(
            index.Nearest(features, count, except),
            neighbour => new Found(
                index.Names[neighbour.Place], index.Classes[neighbour.Place], neighbour.Similarity));
}

/// <summary>A neighbor of a query.</summary>
/// <param name="Name">Name of the image in the container.</param>
/// <param name="Class">Class of the image; empty if it has none.</param>
/// <param name="Similarity">Cosine of the angle between the feature vectors.</param>
internal sealed record Found(string Name, string Class, float Similarity);
