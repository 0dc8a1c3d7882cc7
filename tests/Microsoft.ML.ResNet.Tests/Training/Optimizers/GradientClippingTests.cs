using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class GradientClippingTests
{
    private static readonly NetworkLayout s_layout = new(TestNetworks.Small(ResNetShortcut.Projection), 16, 16, 1, 3);

    [Theory]
    [InlineData(0f, 1)]
    [InlineData(1e6f, 1)]
    [InlineData(0.5f, 0.5)]
    public void ScalesDownGradientsAboveTheMaximumNorm(float maximum, double expectedNorm)
    {
        float[] gradient = TestValues.Normal(s_layout.ParameterCount, 1);
        double norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
        double scale = expectedNorm == 1 ? 1 : expectedNorm / norm;
        float[] moved = Step(gradient, maximum);
        for (int i = 0; i < gradient.Length; i++)
            Assert.Equal(-gradient[i] * scale, moved[i], 1e-6);
    }

    [Fact]
    public void LeavesGradientsThatAreNotFiniteUnchanged()
    {
        float[] gradient = TestValues.Normal(s_layout.ParameterCount, 1);
        gradient[7] = float.NaN;
        Assert.True(float.IsNaN(Step(gradient, 0.5f)[7]));
        gradient[7] = float.PositiveInfinity;
        Assert.False(float.IsFinite(Step(gradient, 0.5f)[7]));
    }

    // One step with learning rate 1, starting from 0.
    private static float[] Step(float[] gradient, float maximum)
    {
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o =>
            {
                o.Architecture = s_layout.Architecture;
                o.Optimizer.MaximumGradientNorm = maximum;
                o.Optimizer.Momentum = 0;
                o.Optimizer.WeightDecay = 0;
            }),
            ClassCount = 3,
        };
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork network = new(s_layout, context, 1);
        using SgdOptimizer optimizer = new(network, settings);
        gradient.CopyTo(network.Gradients.Span);
        optimizer.Step(1);
        return network.Parameters.Span.ToArray();
    }
}
