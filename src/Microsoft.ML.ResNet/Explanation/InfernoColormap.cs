namespace Microsoft.ML.ResNet.Explanation;

/// <summary>
/// The colormap of heat maps: Inferno by S. van der Walt and N. Smith (matplotlib), perceptually uniform from black
/// through purple and orange to light yellow, so that lightness alone shows the value.
/// </summary>
internal static class InfernoColormap
{
    private static readonly (byte Red, byte Green, byte Blue)[] s_colors =
    [
        (0x00, 0x00, 0x04), (0x1b, 0x0c, 0x41), (0x4a, 0x0c, 0x6b), (0x78, 0x1c, 0x6d), (0xa5, 0x2c, 0x60),
        (0xcf, 0x44, 0x46), (0xed, 0x69, 0x25), (0xfb, 0x9b, 0x06), (0xf7, 0xd1, 0x3d), (0xfc, 0xff, 0xa4),
    ];

    /// <summary>The color of a value from 0 to 1; components are 0 to 255.</summary>
    public static (float Red, float Green, float Blue) GetColor(float value)
    {
        float place = Math.Clamp(value, 0, 1) * (s_colors.Length - 1);
        int first = Math.Min((int)place, s_colors.Length - 2);
        (byte Red, byte Green, byte Blue) a = s_colors[first], b = s_colors[first + 1];
        float share = place - first;
        return (float.Lerp(a.Red, b.Red, share), float.Lerp(a.Green, b.Green, share),
            float.Lerp(a.Blue, b.Blue, share));
    }
}
