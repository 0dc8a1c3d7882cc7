using System.Numerics.Tensors;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The smallest and largest values that a network's activations take over some images: what their bytes stand for.
/// </summary>
internal sealed class ActivationRanges : INetworkObserver
{
    /// <summary>Values at most this near to 0 have no range to speak of.</summary>
    private const float Tiny = 1e-6f;

    private const float Levels = 255; // 0 is one of them

    private readonly float[] _maxima, _lowest, _highest;

    /// <summary>Of the normalised images: at most 0.</summary>
    public float ImageMinimum { get; private set; }

    /// <summary>Of the normalised images: at least 0.</summary>
    public float ImageMaximum { get; private set; }

    /// <summary>Of what is read of the outputs of every unit, in the order of <see cref="Architectures.NetworkLayout.Units"/>: at
    /// least 0.</summary>
    public ReadOnlySpan<float> Maxima => _maxima;

    /// <summary>Of the responses of every unit (<see cref="INetworkObserver.OnResponse"/>): at most 0.</summary>
    public ReadOnlySpan<float> Lowest => _lowest;

    /// <summary>The same: at least 0.</summary>
    public ReadOnlySpan<float> Highest => _highest;

    /// <summary>Ranges of nothing yet, to be widened.</summary>
    public ActivationRanges(int units)
        : this(0, 0, new float[units], new float[units], new float[units])
    {
    }

    public ActivationRanges(
        float imageMinimum, float imageMaximum, float[] maxima, float[] lowest, float[] highest)
    {
        if (!(imageMinimum <= 0 && imageMaximum >= 0 && float.IsFinite(imageMaximum - imageMinimum)
            && maxima.Concat(highest).All(value => value >= 0 && float.IsFinite(value))
            && lowest.All(value => value <= 0 && float.IsFinite(value))))
        {
            throw new ArgumentException("The ranges of activations must be finite and contain 0.");
        }
        (ImageMinimum, ImageMaximum) = (imageMinimum, imageMaximum);
        (_maxima, _lowest, _highest) = (maxima, lowest, highest);
    }

    /// <summary>What a byte of the images stands for: Scale * (q - Zero).</summary>
    public (float Scale, int Zero) Image => Signed(ImageMinimum, ImageMaximum);

    /// <summary>What a byte of the unit's response would stand for: Scale * (q - Zero).</summary>
    public (float Scale, int Zero) Response(int unit) => Signed(_lowest[unit], _highest[unit]);

    /// <summary>What a byte of the unit's output stands for, after its ReLU: the scale times it.</summary>
    public float Scale(int unit) => Math.Max(_maxima[unit], Tiny) / Levels;

    /// <summary>Whether every value that was seen is a finite number.</summary>
    public bool AreFinite => float.IsFinite(ImageMaximum - ImageMinimum)
        && _maxima.Concat(_lowest).Concat(_highest).All(float.IsFinite);

    bool INetworkObserver.WantsResponses => true;

    public void OnImages(ReadOnlySpan<float> values)
    {
        ImageMinimum = Math.Min(ImageMinimum, TensorPrimitives.Min(values));
        ImageMaximum = Math.Max(ImageMaximum, TensorPrimitives.Max(values));
    }

    public void OnResponse(int unit, ReadOnlySpan<float> values)
    {
        _lowest[unit] = Math.Min(_lowest[unit], TensorPrimitives.Min(values));
        _highest[unit] = Math.Max(_highest[unit], TensorPrimitives.Max(values));
    }

    public void OnOutput(int unit, ReadOnlySpan<float> values) =>
        _maxima[unit] = Math.Max(_maxima[unit], TensorPrimitives.Max(values));

    private static (float Scale, int Zero) Signed(float minimum, float maximum)
    {
        float scale = Math.Max(maximum - minimum, Tiny) / Levels;
        return (scale, (int)Math.Clamp(MathF.Round(-minimum / scale), 0, Levels));
    }
}
