using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The weight of every class of a training set.</summary>
internal static class ClassWeightTable
{
    /// <param name="weights">What the options say.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="counts">Training images of every class.</param>
    /// <returns>A weight for every class, or null if all are 1.</returns>
    /// <exception cref="ArgumentException">A class is named that there is not.</exception>
    public static float[]? Of(ResNetClassWeights weights, ClassLabels classes, long[] counts) =>
        weights.IsBalanced ? Balanced(counts) : weights.Given is { } given ? Given(given, classes) : null;

    /// <summary>
    /// The same for labels, any number of which may apply: how much it counts that one does. Balanced, the images with
    /// a label count as much as those without.
    /// </summary>
    /// <param name="weights">What the options say.</param>
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

    private static float[] Given(IReadOnlyDictionary<string, float> given, ClassLabels classes)
    {
        var weights = new float[classes.Count];
        Array.Fill(weights, 1);
        HashSet<string> unknown = [.. given.Keys];
        for (int c = 0; c < weights.Length; c++)
        {
            string name = classes.NameOf(c);
            if (given.TryGetValue(name, out float weight))
                weights[c] = weight;
            unknown.Remove(name);
        }
        return unknown.Count == 0
            ? weights
            : throw new ArgumentException(
                $"Options.ClassWeights names '{unknown.Order(StringComparer.Ordinal).First()}', which is no class: there are "
                + $"{TrainingSetCheck.Describe(classes)}.");
    }
}
