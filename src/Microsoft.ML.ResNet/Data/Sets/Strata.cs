namespace Microsoft.ML.ResNet.Data;

/// <summary>Assigns images to strata: the groups that a stratified split divides in equal proportion.</summary>
internal static class Strata
{
    /// <summary>
    /// The stratum of every image: its class; with several labels, the rarest one; without labels, an extra stratum.
    /// </summary>
    /// <param name="labels">The labels of all images.</param>
    /// <param name="counts">Number of images of every class, or with every label.</param>
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
