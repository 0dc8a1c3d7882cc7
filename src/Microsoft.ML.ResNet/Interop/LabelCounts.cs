using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_label_counts: how labels that were found compare with those that apply, over some images.</summary>
/// <param name="Exact">Images of which no label is wrong.</param>
/// <param name="TruePositives">Labels that were found and apply.</param>
/// <param name="FalsePositives">Labels that were found and do not apply.</param>
/// <param name="FalseNegatives">Labels that apply and were not found.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LabelCounts(long Exact, long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>
    /// The harmonic mean of precision and recall; 1 if there was nothing to find, and nothing was found.
    /// </summary>
    public double F1 => TruePositives + FalsePositives + FalseNegatives == 0
        ? 1
        : 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    public static LabelCounts operator +(LabelCounts a, LabelCounts b) => new(
        a.Exact + b.Exact, a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives,
        a.FalseNegatives + b.FalseNegatives);
}
