using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Creates the targets of a mini-batch without a dataset.</summary>
internal static class TestTargets
{
    public static ClassTargets Create(int[] labels, int classes, float smoothing = 0)
    {
        ClassTargets targets = new(labels, classes, labels.Length, smoothing);
        targets.Fill([.. Enumerable.Range(0, labels.Length).Select(i => (long)i)]);
        return targets;
    }
}
