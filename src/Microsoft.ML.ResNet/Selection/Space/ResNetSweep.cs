using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

/// <summary>Makes the ranges and choices of a <see cref="ResNetSearchSpace"/>.</summary>
public static class ResNetSweep
{
    /// <summary>One of several values.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="values">The values, at least one. The first is the default, which the first trial has.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static ResNetSweep<T> Choice<T>(params IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            throw new ArgumentException("A choice needs one value at least.", nameof(values));
        return new ChoiceSweep<T>([.. values]);
    }

    /// <summary>Whole numbers from a range, both ends included.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    /// <param name="logBase">Whether their logarithms are spread evenly, instead of themselves.</param>
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

    /// <summary>Numbers from a range.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The largest.</param>
    /// <param name="logBase">Whether their logarithms are spread evenly, as suits learning rates.</param>
    /// <param name="defaultValue">What the first trial has; null for the middle.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The range is empty, or begins at 0 or below on a logarithmic scale, or the default is outside.
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
