namespace Microsoft.ML.ResNet.Data;

/// <summary>The groups of images that a split divides equally.</summary>
internal static class Strata
{
    /// <summary>
    /// The group of every image: its class; of several labels the rarest; without any, a group of its own.
    /// </summary>
    /// <param name="labels">Of the images.</param>
    /// <param name="counts">Images of every class, or with every label.</param>
    public static int[] Assign(ImageLabels labels, long[] counts)
    {
        var strata = new int[labels.Length];
        for (int i = 0; i < strata.Length; i++)
        {
            strata[i] = counts.Length;
            foreach (int label in labels.GetLabels(i))
            {
                if (strata[i] == counts.Length || counts[label] < counts[strata[i]])
                    strata[i] = label;
            }
        }
        return strata;
    }
}
