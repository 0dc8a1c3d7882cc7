using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ClassTargetsTests
{
    [Fact]
    public void RowsAreSumsOfSmoothedLabels()
    {
        ClassTargets targets = new(new[] { 2, 0 }, 4, 2, smoothing: 0.4f);
        targets.Fill([1, 0]);
        AssertClose([0.7f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.7f, 0.1f], targets.Values);
        Assert.Equal([0, 2], targets.Labels.ToArray());

        targets.Clear(1);
        targets.Add(0, 0, 0.25f);
        targets.Add(0, 1, 0.75f);
        AssertClose([0.55f, 0.1f, 0.25f, 0.1f], targets.Values[..4]);
        Assert.Equal(0, targets.Labels[0]);
    }

    [Fact]
    public void GradientIsThatOfTheMeanLoss()
    {
        using NativeContext context = NativeContext.Create(1);
        using AlignedBuffer logits = new(6), gradient = new(6);
        float[] values = [0.5f, -1, 2, 0, 0.25f, -0.5f];
        values.CopyTo(logits.Span);
        int[] labels = [0, 1];
        BatchLoss loss = TestTargets.Create(labels, 3, 0.1f).Loss(context, 2, logits.All, gradient.All);
        double Mean(double[] z) => ReferenceLayers.Loss(3, z, labels, 0.1);
        Assert.Equal(2 * Mean(values.ToDouble()), loss.LossSum, 1e-6);
        GradientCheck.Check(Mean, values.ToDouble(), gradient.Span, 1e-5);
    }

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6f);
    }
}
