using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet;

/// <summary>
/// The values of one dimension of a <see cref="ResNetSearchSpace"/>. Create one with <see cref="ResNetSweep"/>, or by
/// conversion from a single value.
/// </summary>
/// <typeparam name="T">Type of the values.</typeparam>
public abstract class ResNetSweep<T>
{
    private protected ResNetSweep()
    {
    }

    /// <summary>The first trial's value.</summary>
    public abstract T Default { get; }

    /// <summary>Number of values; null if continuous.</summary>
    internal abstract long? Count { get; }

    /// <summary>Maps a position, at least 0 and below 1, to a value.</summary>
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
