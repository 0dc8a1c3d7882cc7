using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

/// <summary>Creates the ranges and choices of a <see cref="ResNetSearchSpace"/>.</summary>
public static class ResNetSweep
{
    /// <summary>A choice of one value from a list.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="values">The values, at least one. The first trial uses the first value.</param>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public static ResNetSweep<T> Choice<T>(params IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            throw new ArgumentException("A choice needs at least one value.", nameof(values));
        return new ChoiceSweep<T>([.. values]);
    }

    /// <summary>Integers from a range, both ends included.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    /// <param name="logBase">Whether to spread the values evenly on a logarithmic scale.</param>
    /// <param name="defaultValue">What the first trial has; null for the middle.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty, or the default is outside.</exception>
    public static ResNetSweep<int> UniformInt(int min, int max, bool logBase = false, int? defaultValue = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(min, max);
        if (logBase)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(min);
        RequireInside(defaultValue ?? min, min, max);
        return new IntegerSweep(min, max, logBase, defaultValue);
    }

    /// <summary>Real numbers from a range.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    /// <param name="logBase">
    /// Whether to spread the values evenly on a logarithmic scale, which suits learning rates.
    /// </param>
    /// <param name="defaultValue">What the first trial has; null for the middle.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The range is empty, or not positive on a logarithmic scale, or the default is outside.
    /// </exception>
    public static ResNetSweep<float> UniformSingle(float min, float max, bool logBase = false, float? defaultValue = null)
    {
        if (!(min <= max && float.IsFinite(min) && float.IsFinite(max)))
            throw new ArgumentOutOfRangeException(nameof(min), min, $"It must be at most max, {max}, and both finite.");
        if (logBase)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(min);
        RequireInside(defaultValue ?? min, min, max);
        return new RealSweep(min, max, logBase, defaultValue);
    }

    private static void RequireInside<T>(T defaultValue, T min, T max)
        where T : IComparable<T>
    {
        if (defaultValue.CompareTo(min) < 0 || defaultValue.CompareTo(max) > 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(defaultValue), defaultValue, FormattableString.Invariant($"It must be from {min} to {max}."));
        }
    }
}
