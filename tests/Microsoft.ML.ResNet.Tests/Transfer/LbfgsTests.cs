using Microsoft.ML.ResNet.Transfer;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class LbfgsTests
{
    [Fact]
    public void FindsTheMinimumOfAnIllConditionedQuadratic()
    {
        // Eigenvalues from 1 to 1000, the minimum at 1, 2, 3 ...
        static double Function(ReadOnlySpan<float> point, Span<float> gradient)
        {
            double value = 0;
            for (int i = 0; i < point.Length; i++)
            {
                double scale = Math.Pow(1000, (double)i / (point.Length - 1)), offset = point[i] - (i + 1);
                value += scale * offset * offset / 2;
                gradient[i] = (float)(scale * offset);
            }
            return value;
        }
        float[] point = new float[20];
        double minimum = new Lbfgs { Tolerance = 1e-12 }.Minimize(Function, point, () => { });
        Assert.InRange(minimum, 0, 1e-5);
        for (int i = 0; i < point.Length; i++)
            Assert.Equal(i + 1, point[i], 0.01);
    }

    [Fact]
    public void GoesAroundTheBendOfRosenbrocksFunction()
    {
        static double Function(ReadOnlySpan<float> point, Span<float> gradient)
        {
            double x = point[0], y = point[1], bend = y - x * x;
            gradient[0] = (float)(-2 * (1 - x) - 400 * x * bend);
            gradient[1] = (float)(200 * bend);
            return (1 - x) * (1 - x) + 100 * bend * bend;
        }
        float[] point = [-1.2f, 1];
        new Lbfgs { Tolerance = 1e-14 }.Minimize(Function, point, () => { });
        Assert.Equal(1, point[0], 0.01);
        Assert.Equal(1, point[1], 0.01);
    }

    [Fact]
    public void StaysWhereNothingLowersTheValue()
    {
        float[] point = [3, 4];
        new Lbfgs().Minimize((_, gradient) => { gradient.Clear(); return 1; }, point, () => { });
        Assert.Equal([3, 4], point);
    }

    [Fact]
    public void EndsWhenItIsCancelled() => Assert.Throws<OperationCanceledException>(() => new Lbfgs().Minimize(
        (_, gradient) => { gradient.Fill(1); return 0; }, [0], () => throw new OperationCanceledException()));
}
