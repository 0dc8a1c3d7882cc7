using System.Numerics.Tensors;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The minimum and maximum of a network's activations over calibration images; they determine the int8 quantization.
/// </summary>
internal sealed class ActivationRanges : INetworkObserver
{
    /// <summary>Lower bound of a range, so that scales are never 0.</summary>
    private const float Tiny = 1e-6f;

    private const float Levels = 255; // 0 is one of them

    private readonly float[] _maxima, _lowest, _highest;

    /// <summary>Minimum of the normalized images: at most 0.</summary>
    public float ImageMinimum { get; private set; }

    /// <summary>Maximum of the normalized images: at least 0.</summary>
    public float ImageMaximum { get; private set; }

    /// <summary>
    /// Maximum of every unit's output (<see cref="INetworkObserver.OnOutput"/>), in the order of
    /// <see cref="Architectures.NetworkLayout.Units"/>: at least 0.
    /// </summary>
    public ReadOnlySpan<float> Maxima => _maxima;

    /// <summary>Minimum of every unit's responses (<see cref="INetworkObserver.OnResponse"/>): at most 0.</summary>
    public ReadOnlySpan<float> Lowest => _lowest;

    /// <summary>Maximum of every unit's responses: at least 0.</summary>
    public ReadOnlySpan<float> Highest => _highest;

    /// <summary>Empty ranges, which observing a network widens.</summary>
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
            throw new ArgumentException("Activation ranges must be finite and contain 0.");
        }
        (ImageMinimum, ImageMaximum) = (imageMinimum, imageMaximum);
        (_maxima, _lowest, _highest) = (maxima, lowest, highest);
    }

    /// <summary>Quantization of the normalized images: a byte q represents Scale * (q - Zero).</summary>
    public (float Scale, int Zero) Image => Signed(ImageMinimum, ImageMaximum);

    /// <summary>Quantization of a unit's response: a byte q represents Scale * (q - Zero).</summary>
    public (float Scale, int Zero) Response(int unit) => Signed(_lowest[unit], _highest[unit]);

    /// <summary>Quantization of a unit's output after its ReLU: a byte q represents Scale * q.</summary>
    public float Scale(int unit) => Math.Max(_maxima[unit], Tiny) / Levels;

    /// <summary>Whether all observed values are finite.</summary>
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
