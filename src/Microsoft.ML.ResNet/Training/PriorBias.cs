using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Initializes the head's bias of multi-label networks from the label frequencies.</summary>
internal static class PriorBias
{
    /// <summary>
    /// Sets each bias to the logit of the label's (weighted) frequency. Most labels apply to few images; starting from
    /// a probability of 0.5, the first steps would only lower it (Lin et al. 2017, <i>Focal Loss</i>, section 3.3).
    /// </summary>
    /// <param name="set">The training images. Does nothing unless they are multi-label.</param>
    /// <param name="layout">The network's layout.</param>
    /// <param name="parameters">All parameters.</param>
    public static void Write(ImageSubset set, NetworkLayout layout, Span<float> parameters)
    {
        if (!set.Labels.IsMultiLabel)
            return;
        long[] counts = set.CountByClass(layout.Classes);
        Span<float> bias = parameters.Slice((int)layout.Head.Bias.Offset, (int)layout.Head.Bias.Length);
        for (int j = 0; j < bias.Length; j++)
        {
            // Adding one image of either kind keeps the logit finite.
            double odds = (counts[j] + 1.0) / (set.Rows.Length - counts[j] + 1.0);
            bias[j] = (float)Math.Log(odds * (set.LabelWeights.IsEmpty ? 1 : set.LabelWeights.Span[j]));
        }
    }
}
