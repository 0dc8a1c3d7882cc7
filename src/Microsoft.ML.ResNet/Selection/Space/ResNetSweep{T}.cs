using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

/// <summary>
/// The values of one dimension of a <see cref="ResNetSearchSpace"/>: what <see cref="ResNetSweep"/> makes, or a single value,
/// which converts to it.
/// </summary>
/// <typeparam name="T">Type of the values.</typeparam>
public abstract class ResNetSweep<T>
{
    private protected ResNetSweep()
    {
    }

    /// <summary>The value that the first trial has.</summary>
    public abstract T Default { get; }

    /// <summary>Number of values; null for a continuum.</summary>
    internal abstract long? Count { get; }

    /// <summary>The value at a place: 0 for the first, below 1 for the last.</summary>
    internal abstract T At(double place);

    /// <summary>The same value in all trials.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator ResNetSweep<T>(T value) => FromT(value);

    /// <summary>The same value in all trials.</summary>
    /// <param name="value">The value.</param>
#pragma warning disable CA1000 // the alternative name that languages without conversions need
    public static ResNetSweep<T> FromT(T value) => new ChoiceSweep<T>([value]);
#pragma warning restore CA1000
}
