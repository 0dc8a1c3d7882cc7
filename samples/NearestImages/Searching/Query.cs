using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace NearestImages.Searching;

/// <summary>An image, and those that are most like it.</summary>
/// <param name="Name">Of the image.</param>
/// <param name="Class">Of the image; empty if it has none.</param>
/// <param name="Read">Reads its file.</param>
/// <param name="Neighbours">The most similar ones, the most similar first.</param>
internal sealed record Query(string Name, string Class, Func<byte[]> Read, IReadOnlyList<Found> Neighbours)
{
    /// <summary>An image of the index, which is not its own neighbour.</summary>
    public static Query Of(FeatureIndex index, int place, int count, ImageContainer container) => new(
        index.Names[place], index.Classes[place],
        () =>
        {
            using IImageReader reader = container.OpenReader();
            return reader.Read(index.Names[place]);
        },
        Find(index, index.Vector(place), count, place));

    /// <summary>A file.</summary>
    /// <exception cref="UserException">The index is of another model.</exception>
    public static Query Of(FeatureIndex index, string path, float[] features, int count) =>
        features.Length == index.Features
            ? new(path, "", () => File.ReadAllBytes(path), Find(index, features, count, except: -1))
            : throw new UserException(
                $"The model gives {features.Length} features, but the index has {index.Features}: it is of another "
                + "model.");

    private static Found[] Find(FeatureIndex index, ReadOnlySpan<float> features, int count, int except) =>
        Array.ConvertAll(
            index.Nearest(features, count, except),
            neighbour => new Found(
                index.Names[neighbour.Place], index.Classes[neighbour.Place], neighbour.Similarity));
}

/// <summary>A neighbour.</summary>
/// <param name="Name">Of the image, in the container.</param>
/// <param name="Class">Its class; empty if it has none.</param>
/// <param name="Similarity">Cosine of the angle between the features.</param>
internal sealed record Found(string Name, string Class, float Similarity);
