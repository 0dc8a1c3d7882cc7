using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_label_counts: predicted labels against true labels, summed over images.</summary>
/// <param name="Exact">Images with every label right.</param>
/// <param name="TruePositives">Labels predicted and true.</param>
/// <param name="FalsePositives">Labels predicted but not true.</param>
/// <param name="FalseNegatives">Labels true but not predicted.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LabelCounts(long Exact, long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>The harmonic mean of precision and recall; 1 if no label is true and none was predicted.</summary>
    public double F1 => TruePositives + FalsePositives + FalseNegatives == 0
        ? 1
        : 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    public static LabelCounts operator +(LabelCounts a, LabelCounts b) => new(
        a.Exact + b.Exact, a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives,
        a.FalseNegatives + b.FalseNegatives);
}
