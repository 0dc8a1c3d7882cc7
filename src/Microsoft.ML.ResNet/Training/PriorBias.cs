using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Where any number of labels may apply, the head starts with how often each does.</summary>
internal static class PriorBias
{
    /// <summary>
    /// The head's bias becomes the logit of the label's (weighted) frequency: most labels apply to few images, and from
    /// even odds the first steps would do nothing but unlearn them (Lin et al. 2017, <i>Focal Loss</i>, section 3.3).
    /// </summary>
    /// <param name="set">Images with sets of labels; others are passed over.</param>
    /// <param name="layout">Where the bias is.</param>
    /// <param name="parameters">All parameters.</param>
    public static void Write(ImageSubset set, NetworkLayout layout, Span<float> parameters)
    {
        if (!set.Labels.IsMultiLabel)
            return;
        long[] counts = set.CountByClass(layout.Classes);
        Span<float> bias = parameters.Slice((int)layout.Head.Bias.Offset, (int)layout.Head.Bias.Length);
        for (int j = 0; j < bias.Length; j++)
        {
            // One image more of either kind keeps it finite.
            double odds = (counts[j] + 1.0) / (set.Rows.Length - counts[j] + 1.0);
            bias[j] = (float)Math.Log(odds * (set.LabelWeights.IsEmpty ? 1 : set.LabelWeights.Span[j]));
        }
    }
}
