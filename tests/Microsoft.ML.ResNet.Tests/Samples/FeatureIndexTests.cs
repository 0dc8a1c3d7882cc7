using NearestImages.Searching;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

public sealed class FeatureIndexTests
{
    [Fact]
    public void NearestHaveTheLargestCosine()
    {
        const int images = 200, features = 17;
        float[][] vectors = [.. Enumerable.Range(0, images).Select(i => TestValues.Normal(features, seed: i))];
        FeatureIndex index = new([.. Enumerable.Range(0, images).Select(i => $"{i}")], new string[images], vectors, 0);
        foreach (int place in new[] { 0, 77, 199 })
        {
            int[] expected = [.. Enumerable.Range(0, images).Where(i => i != place)
                .OrderByDescending(i => Cosine(vectors[i], vectors[place])).Take(7)];
            Neighbour[] nearest = index.Nearest(vectors[place], 7, except: place);
            Assert.Equal(expected, nearest.Select(neighbour => neighbour.Place));
            Assert.All(nearest, neighbour => Assert.Equal(
                Cosine(vectors[neighbour.Place], vectors[place]), neighbour.Similarity, 1e-5));
            Assert.Equal(place, index.Nearest(vectors[place], 1)[0].Place);
        }
        Assert.Equal(images, index.Nearest(vectors[3], 1000).Length);
    }

    [Fact]
    public void TiesAreInIndexOrder()
    {
        FeatureIndex index = new(["a", "b", "c"], ["", "", ""], [[1, 0], [2, 0], [3, 0]], 0);
        Assert.Equal([0, 1], index.Nearest([1, 0], 2).Select(neighbour => neighbour.Place));
    }

    private static double Cosine(float[] a, float[] b) => TestValues.Dot(a.ToDouble(), b.ToDouble())
        / Math.Sqrt(TestValues.Dot(a.ToDouble(), a.ToDouble()) * TestValues.Dot(b.ToDouble(), b.ToDouble()));
}
