using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class SgdOptimizerTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void TwoStepsMatchTheFormula(bool nesterov, bool decayBatchNorm)
    {
        NetworkLayout layout = new(TestNetworks.Small(ResNetShortcut.Projection), 16, 16, 1, 3);
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o =>
            {
                o.Architecture = layout.Architecture;
                o.Optimizer.Momentum = 0.9f;
                o.Optimizer.WeightDecay = 0.01f;
                o.Optimizer.Nesterov = nesterov;
                o.Optimizer.DecayBatchNorm = decayBatchNorm;
            }),
            ClassCount = 3,
        };
        using NativeContext context = NativeContext.Create(1);
        using TrainingNetwork network = new(layout, context, 1);
        using SgdOptimizer optimizer = new(network, settings);
        float[] start = TestNetworks.Parameters(layout);
        start.CopyTo(network.Parameters.Span);
        double[] weights = start.ToDouble(), velocity = new double[start.Length];

        for (int step = 0; step < 2; step++)
        {
            float learningRate = 0.1f / (step + 1);
            float[] gradient = TestValues.Normal(start.Length, 20 + step);
            gradient.CopyTo(network.Gradients.Span);
            optimizer.Step(learningRate);
            for (int i = 0; i < weights.Length; i++)
            {
                bool decays = i < layout.WeightCount || decayBatchNorm;
                double g = gradient[i] + (decays ? 0.01 * weights[i] : 0);
                velocity[i] = 0.9 * velocity[i] + learningRate * g;
                weights[i] -= nesterov ? 0.9 * velocity[i] + learningRate * g : velocity[i];
            }
        }
        for (int i = 0; i < weights.Length; i++)
            Assert.Equal(weights[i], network.Parameters.Span[i], 1e-5);
    }
}
