using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Compares gradients with central differences of a function in double precision.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <summary>
    /// Computes <paramref name="samples"/> derivatives spread over the values, and fails if the gradient differs by more
    /// than the tolerance times the largest of them.
    /// </summary>
    public static void Check(
        Func<double[], double> function, double[] values, ReadOnlySpan<float> gradient, double tolerance,
        int samples = 40)
    {
        Assert.Equal(values.Length, gradient.Length);
        double[] moved = [.. values];
        List<(int Index, double Expected)> derivatives = [];
        RandomStream random = new(7, RandomPurpose.Order, values.Length);
        for (int i = 0; i < Math.Min(samples, values.Length); i++)
        {
            int index = values.Length <= samples ? i : (int)random.Below((uint)values.Length);
            derivatives.Add((index, Derivative(function, moved, index)));
        }

        double largest = derivatives.Max(derivative => Math.Abs(derivative.Expected));
        Assert.True(largest > 0, "The function does not depend on the sampled values, so nothing was tested.");
        foreach ((int index, double expected) in derivatives)
        {
            Assert.True(
                Math.Abs(gradient[index] - expected) <= tolerance * largest,
                $"Derivative {index} of {values.Length}: {gradient[index]:G7} for {expected:G7}, max {largest:G3}.");
        }
    }

    private static double Derivative(Func<double[], double> function, double[] values, int index)
    {
        double value = values[index];
        values[index] = value + Step;
        double above = function(values);
        values[index] = value - Step;
        double below = function(values);
        values[index] = value;
        return (above - below) / (2 * Step);
    }
}
