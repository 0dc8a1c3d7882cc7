using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The weight of every class of a training set.</summary>
internal static class ClassWeightTable
{
    /// <param name="weights">The option.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="counts">Training images of every class.</param>
    /// <returns>A weight for every class, or null if all are 1.</returns>
    /// <exception cref="ArgumentException">There is no class of a name.</exception>
    public static float[]? Of(ResNetClassWeights weights, ClassLabels classes, long[] counts) =>
        weights.IsBalanced ? Balanced(counts) : weights.PerClass.Count > 0 ? Given(weights.PerClass, classes) : null;

    /// <summary>
    /// The weight of every label where it applies, for images with several labels. Balanced, the images with a label
    /// have the same total weight as those without.
    /// </summary>
    /// <param name="weights">The option.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="counts">Training images with every label.</param>
    /// <param name="images">Training images.</param>
    public static float[]? OfLabels(ResNetClassWeights weights, ClassLabels labels, long[] counts, long images) =>
        weights.IsBalanced
            ? Array.ConvertAll(
                counts, count => count == 0 || count == images ? 1 : (float)((double)(images - count) / count))
            : Of(weights, labels, counts);

    private static float[] Balanced(long[] counts)
    {
        double images = counts.Sum(), present = counts.Count(count => count > 0);
        return Array.ConvertAll(counts, count => count == 0 ? 1 : (float)(images / (present * count)));
    }

    private static float[] Given(IReadOnlyList<ResNetClassWeight> given, ClassLabels classes)
    {
        Dictionary<string, float> unknown = given.ToDictionary(weight => weight.Class.Normalize(), weight => weight.Weight);
        var weights = new float[classes.Count];
        for (int c = 0; c < weights.Length; c++)
            weights[c] = unknown.Remove(classes.NameOf(c).Normalize(), out float weight) ? weight : 1;
        return unknown.Count == 0
            ? weights
            : throw new ArgumentException(
                $"Options.ClassWeights names '{unknown.Keys.Order(StringComparer.Ordinal).First()}', which is no class: there "
                + $"are {TrainingSetCheck.Describe(classes)}.");
    }
}
