using System.Numerics.Tensors;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>The value and the gradient of a function at a point.</summary>
internal delegate double SmoothFunction(ReadOnlySpan<float> point, Span<float> gradient);

/// <summary>
/// Minimizes a smooth function: limited-memory BFGS (Nocedal and Wright 2006, algorithm 7.4) with backtracking by the Armijo
/// condition. Sequential, so that the result depends on the function alone.
/// </summary>
internal sealed class Lbfgs
{
    private const int History = 10;
    private const int LongestSearch = 20;
    private const double SufficientDecrease = 1e-4;

    private readonly List<(float[] Step, float[] Change, double Inverse)> _pairs = [];

    /// <summary>It ends when a step lowers the value by less than this part of it.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The most steps.</summary>
    public int MaximumSteps { get; init; } = 200;

    /// <summary>Moves the point to a minimum, and gives the value there.</summary>
    /// <param name="function">The function.</param>
    /// <param name="point">The start, then the minimum.</param>
    /// <param name="checkAlive">Called before every step; throws to stop.</param>
    public double Minimize(SmoothFunction function, float[] point, Action checkAlive)
    {
        _pairs.Clear();
        float[] gradient = new float[point.Length], direction = new float[point.Length];
        float[] next = new float[point.Length], nextGradient = new float[point.Length];
        double value = function(point, gradient);
        for (int step = 0; step < MaximumSteps; step++)
        {
            checkAlive();
            Direction(gradient, direction);
            double slope = Dot(gradient, direction);
            if (!(slope < 0))
                break;
            if (Search(function, point, direction, value, slope, next, nextGradient) is not { } lower)
                break;
            Remember(point, next, gradient, nextGradient);
            next.CopyTo(point, 0);
            nextGradient.CopyTo(gradient, 0);
            double gain = value - lower;
            value = lower;
            if (gain <= Tolerance * Math.Max(1, Math.Abs(value)))
                break;
        }
        return value;
    }

    // The two loops of algorithm 7.4, on the negative gradient.
    private void Direction(float[] gradient, float[] direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        Span<double> factors = stackalloc double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            (float[] step, float[] change, double inverse) = _pairs[i];
            factors[i] = inverse * Dot(step, direction);
            TensorPrimitives.MultiplyAdd(change, (float)-factors[i], direction, direction);
        }
        double scale = _pairs.Count == 0
            ? 1 / Math.Max(Math.Sqrt(Dot(gradient, gradient)), 1e-12)
            : 1 / (_pairs[^1].Inverse * Dot(_pairs[^1].Change, _pairs[^1].Change));
        TensorPrimitives.Multiply(direction, (float)scale, direction);
        for (int i = 0; i < _pairs.Count; i++)
        {
            (float[] step, float[] change, double inverse) = _pairs[i];
            double factor = factors[i] - inverse * Dot(change, direction);
            TensorPrimitives.MultiplyAdd(step, (float)factor, direction, direction);
        }
    }

    // The value after a step that lowers it enough; null if there is none.
    private static double? Search(
        SmoothFunction function, float[] point, float[] direction, double value, double slope, float[] next,
        float[] nextGradient)
    {
        double length = 1;
        for (int i = 0; i < LongestSearch; i++, length /= 2)
        {
            TensorPrimitives.MultiplyAdd(direction, (float)length, point, next);
            double lower = function(next, nextGradient);
            if (lower <= value + SufficientDecrease * length * slope)
                return lower;
        }
        return null;
    }

    private void Remember(float[] point, float[] next, float[] gradient, float[] nextGradient)
    {
        float[] step = new float[point.Length], change = new float[point.Length];
        TensorPrimitives.Subtract(next, point, step);
        TensorPrimitives.Subtract(nextGradient, gradient, change);
        double curvature = Dot(step, change);
        if (!(curvature > 1e-12))
            return;
        if (_pairs.Count == History)
            _pairs.RemoveAt(0);
        _pairs.Add((step, change, 1 / curvature));
    }

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
