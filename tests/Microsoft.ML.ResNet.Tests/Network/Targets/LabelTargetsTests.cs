using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class LabelTargetsTests
{
    // Images with the labels {0, 2}, {}, {1}.
    private static readonly ImageSubset s_set = new(
        ArrayPixelStore.Bytes(3, 1, 1, _ => 0), ImageLabels.FromLabels([0, 2, 1], [2, 2, 3]), new long[] { 0, 1, 2 });

    [Fact]
    public void RowsAreSumsOfSmoothedAndWeightedLabels()
    {
        LabelTargets targets = new(s_set, 3, 2);
        targets.Fill([0, 1]);
        AssertClose([1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 1], targets.Values);
        Assert.Equal([1, 0, 1, 0, 0, 0], targets.Truth.ToArray());

        ImageSubset weighted = s_set with
        {
            Weights = new float[] { 2, 1, 1 },
            LabelWeights = new float[] { 3, 1, 1 },
        };
        targets = new LabelTargets(weighted, 3, 1, smoothing: 0.2f);
        targets.Clear(1);
        targets.Add(0, 0, 0.25f); // weight 2 * 0.25
        targets.Add(0, 2, 0.75f);
        AssertClose(
            [
                3 * (0.5f * 0.9f + 0.75f * 0.1f), 0.5f * 0.1f + 0.75f * 0.9f, 0.5f * 0.9f + 0.75f * 0.1f,
                0.5f * 0.1f + 0.75f * 0.9f, 0.5f * 0.9f + 0.75f * 0.1f, 0.5f * 0.1f + 0.75f * 0.9f,
            ], targets.Values);
        Assert.Equal([0, 1, 0], targets.Truth.ToArray());
    }

    [Fact]
    public void GradientIsThatOfTheMeanLoss()
    {
        using NativeContext context = NativeContext.Create(1);
        using AlignedBuffer logits = new(9), gradient = new(9);
        float[] values = [0.5f, -1, 2, 0.1f, 0.25f, -0.5f, -2, 1, -1];
        values.CopyTo(logits.Span);
        LabelTargets targets = new(s_set, 3, 3);
        targets.Fill([0, 1, 2]);

        BatchLoss loss = targets.Loss(context, 3, logits.All, gradient.All);

        double Mean(double[] z)
        {
            double sum = 0;
            for (int i = 0; i < 9; i++)
                sum += Math.Log(1 + Math.Exp(i is 0 or 2 or 7 ? -z[i] : z[i]));
            return sum / 3;
        }
        Assert.Equal(3 * Mean(values.ToDouble()), loss.LossSum, 1e-6);
        GradientCheck.Check(Mean, values.ToDouble(), gradient.Span, 1e-5);
        Assert.Equal(new LabelCounts(Exact: 2, TruePositives: 3, FalsePositives: 2, FalseNegatives: 0), loss.Labels);
        Assert.Equal(2, loss.Correct);
    }

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6f);
    }
}
