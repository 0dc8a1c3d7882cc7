using System.Numerics.Tensors;

namespace Microsoft.ML.ResNet;

/// <summary>
/// The smallest and largest values that a network's activations take over some images: what their bytes stand for.
/// </summary>
internal sealed class ActivationRanges : INetworkObserver
{
    /// <summary>Values at most this near to 0 have no range to speak of.</summary>
    private const float Tiny = 1e-6f;

    private const float Levels = 255; // 0 is one of them

    private readonly float[] _maxima;

    /// <summary>Of the normalised images: at most 0.</summary>
    public float ImageMinimum { get; private set; }

    /// <summary>Of the normalised images: at least 0.</summary>
    public float ImageMaximum { get; private set; }

    /// <summary>Of what is read of the outputs of every unit, in the order of <see cref="NetworkLayout.Units"/>: at
    /// least 0.</summary>
    public ReadOnlySpan<float> Maxima => _maxima;

    /// <summary>Ranges of nothing yet, to be widened.</summary>
    public ActivationRanges(int units) => _maxima = new float[units];

    public ActivationRanges(float imageMinimum, float imageMaximum, float[] maxima)
    {
        if (!(imageMinimum <= 0 && imageMaximum >= 0 && float.IsFinite(imageMaximum - imageMinimum)
            && maxima.All(value => value >= 0 && float.IsFinite(value))))
        {
            throw new ArgumentException("The ranges of activations must be finite and contain 0.");
        }
        (ImageMinimum, ImageMaximum, _maxima) = (imageMinimum, imageMaximum, maxima);
    }

    /// <summary>What a byte of the images stands for: Scale * (q - Zero).</summary>
    public (float Scale, int Zero) Image
    {
        get
        {
            float scale = Math.Max(ImageMaximum - ImageMinimum, Tiny) / Levels;
            return (scale, (int)Math.Clamp(MathF.Round(-ImageMinimum / scale), 0, Levels));
        }
    }

    /// <summary>What a byte of the unit's output stands for, after its ReLU: the scale times it.</summary>
    public float Scale(int unit) => Math.Max(_maxima[unit], Tiny) / Levels;

    /// <summary>Whether every value that was seen is a finite number.</summary>
    public bool AreFinite => float.IsFinite(ImageMaximum - ImageMinimum) && _maxima.All(float.IsFinite);

    public void OnImages(ReadOnlySpan<float> values)
    {
        ImageMinimum = Math.Min(ImageMinimum, TensorPrimitives.Min(values));
        ImageMaximum = Math.Max(ImageMaximum, TensorPrimitives.Max(values));
    }

    public void OnOutput(int unit, ReadOnlySpan<float> values) =>
        _maxima[unit] = Math.Max(_maxima[unit], TensorPrimitives.Max(values));
}
