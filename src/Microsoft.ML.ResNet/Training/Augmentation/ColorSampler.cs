using System.Numerics;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Draws a random color transform as one affine map that applies brightness, contrast, saturation, hue and principal
/// components in this order.
/// </summary>
internal sealed class ColorSampler(
    ResNetAugmentationOptions options, ChannelNormalization normalization, PrincipalColors? principal)
{
    private static readonly Vector3 s_luminance = new(0.299f, 0.587f, 0.114f);
    private static readonly Vector3 s_grayAxis = Vector3.Normalize(Vector3.One);

    private readonly bool _isColor = normalization.Channels == 3;
    private readonly float _meanGray = normalization.Channels == 3
        ? Vector3.Dot(s_luminance, new Vector3(normalization.Mean))
        : normalization.Mean[0];

    public Matrix4x4 Draw(ref RandomStream random)
    {
        float brightness = Factor(options.Brightness, ref random);
        float contrast = Factor(options.Contrast, ref random);
        Matrix4x4 map = Matrix4x4.CreateScale(brightness)
            * Matrix4x4.CreateScale(contrast, new Vector3(brightness * _meanGray));
        if (!_isColor)
            return map;
        map *= Saturate(Factor(options.Saturation, ref random));
        float angle = 2 * MathF.PI * options.Hue * (2 * (float)random.Uniform() - 1);
        map *= Matrix4x4.CreateFromAxisAngle(s_grayAxis, angle);
        if (principal is not null)
            map *= Matrix4x4.CreateTranslation(principal.Mix(Shift(ref random), Shift(ref random), Shift(ref random)));
        return map;
    }

    private static float Factor(float strength, ref RandomStream random) =>
        1 + strength * (2 * (float)random.Uniform() - 1);

    private float Shift(ref RandomStream random) => options.ColorShift * (float)random.Normal();

    // color * factor + gray * (1 - factor)
    private static Matrix4x4 Saturate(float factor)
    {
        Vector3 gray = (1 - factor) * s_luminance;
        return new Matrix4x4(
            gray.X + factor, gray.X, gray.X, 0,
            gray.Y, gray.Y + factor, gray.Y, 0,
            gray.Z, gray.Z, gray.Z + factor, 0,
            0, 0, 0, 1);
    }
}
