using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class WeightAverageTests
{
    [Theory]
    [InlineData(0.99f)]
    [InlineData(0.15f)] // reached after a step
    public void AveragesMatchTheFormula(float decay)
    {
        NetworkLayout layout = new(TestNetworks.Small(ResNetShortcut.Projection), 16, 16, 1, 3);
        TrainingSettings settings = new()
        {
            Options = TestOptions.Create(o => (o.Architecture, o.Optimizer.WeightDecay) = (layout.Architecture, 0.1f)),
            ClassCount = 3,
        };
        using NativeContext context = NativeContext.Create(2);
        using TrainingNetwork network = new(layout, context, 1);
        TestNetworks.Parameters(layout).CopyTo(network.Parameters.Span);
        TestNetworks.Statistics(layout).CopyTo(network.Statistics.Span);
        using WeightAverage average = new(network, decay);
        using SgdOptimizer optimizer = new(network, settings, average);
        double[] parameters = network.Parameters.Span.ToDouble(), statistics = network.Statistics.Span.ToDouble();

        for (int step = 0; step < 4; step++)
        {
            TestValues.Normal(layout.ParameterCount, step).CopyTo(network.Gradients.Span);
            TestValues.Normal(layout.StatisticsCount, step).CopyTo(network.Statistics.Span);
            optimizer.Step(0.1f);
            double rate = 1 - Math.Min(decay, (1.0 + step) / (10 + step));
            Follow(parameters, network.Parameters.Span, rate);
            Follow(statistics, network.Statistics.Span, rate);
        }

        AssertClose(parameters, average.Parameters.Span);
        AssertClose(statistics, average.Statistics.Span);
    }

    private static void Follow(double[] average, ReadOnlySpan<float> values, double rate)
    {
        for (int i = 0; i < average.Length; i++)
            average[i] += rate * (values[i] - average[i]);
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-5);
    }
}
