using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Features of images in several views, computed once: [views][images][length].</summary>
internal sealed class FeatureTable
{
    /// <summary>
    /// The root mean square length that features are brought to where the head is solved: penalties then mean the same for
    /// every network.
    /// </summary>
    private const double SolvedLength = 10;

    private readonly float[][] _views;

    /// <summary>The images.</summary>
    public ImageSubset Images { get; }

    /// <summary>Values of an image in one view.</summary>
    public int Length { get; }

    /// <summary>Views of every image; the first is the one that is scored.</summary>
    public int Views => _views.Length;

    /// <summary>What the features are multiplied by where the head is solved.</summary>
    public float Scale { get; }

    private FeatureTable(ImageSubset images, int length, float[][] views)
    {
        (Images, Length, _views) = (images, length, views);
        double squares = views.Sum(view => (double)TensorPrimitives.SumOfSquares<float>(view));
        double count = (double)views.Length * images.Rows.Length;
        Scale = squares > 0 ? (float)(SolvedLength / Math.Sqrt(squares / count)) : 1;
    }

    /// <summary>Computes the features of all images in all views.</summary>
    public static FeatureTable Compute(
        PooledFeatures network, ImageSubset images, IReadOnlyList<ImageView> views, Action checkAlive)
    {
        float[][] table = new float[views.Count][];
        for (int v = 0; v < table.Length; v++)
        {
            table[v] = new float[checked(images.Rows.Length * network.Length)];
            network.Compute(images, views[v], table[v], checkAlive);
        }
        return new FeatureTable(images, network.Length, table);
    }

    /// <summary>Copies an image's features in one view.</summary>
    /// <param name="image">The place of the image in <see cref="Images"/>.</param>
    /// <param name="view">The view.</param>
    /// <param name="features">Gets them, times <see cref="Scale"/>.</param>
    public void Copy(int image, int view, Span<float> features) =>
        TensorPrimitives.Multiply(_views[view].AsSpan(image * Length, Length), Scale, features);
}
