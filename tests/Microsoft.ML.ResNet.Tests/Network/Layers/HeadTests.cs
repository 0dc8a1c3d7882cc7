using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class HeadTests
{
    private const int Images = 5;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void LossAndGradientsAgreeWithTheReference(float smoothing)
    {
        NetworkLayout layout = new(TestNetworks.Small(ResNetShortcut.Projection), 16, 18, 3, 7);
        HeadLayout head = layout.Head;
        using LayerBench bench = new(layout, Images);
        float[] x = TestValues.Normal(Images * head.InputLength, 1);
        int[] labels = TestValues.Labels(Images, head.Classes);
        NativeBuffer flow = bench.Empty(x.Length);
        Head layer = new(head, bench.Memory);

        BatchLoss loss = layer.Forward(Images, bench.Buffer(x), TestTargets.Create(labels, head.Classes, smoothing));
        layer.Backward(Images, new GradientFlow(flow, default));

        double[] Logits(double[] parameters, double[] input) => ReferenceLayers.Logits(
            head, Images, input, parameters.AsSpan((int)head.Weights.Offset, (int)head.Weights.Length),
            parameters.AsSpan((int)head.Bias.Offset, (int)head.Bias.Length));
        double Loss(double[] parameters, double[] input) => ReferenceLayers.Loss(
            head.Classes, Logits(parameters, input), labels, smoothing);
        double[] values = bench.Memory.Parameters.Span.ToDouble();
        double[] logits = Logits(values, x.ToDouble());
        Assert.Equal(Loss(values, x.ToDouble()) * Images, loss.LossSum, 1e-5);
        Assert.Equal(
            labels.Where((label, i) => logits[i * 7 + label] == logits.Skip(i * 7).Take(7).Max()).Count(),
            loss.Correct);
        GradientCheck.Check(v => Loss(values, v), x.ToDouble(), flow.Span, 1e-5);
        foreach (ParameterRange range in new[] { head.Weights, head.Bias })
        {
            GradientCheck.Check(
                v => Loss(bench.Replace(range, v), x.ToDouble()), bench.Values(range), bench.Gradient(range), 1e-5);
        }
    }
}
