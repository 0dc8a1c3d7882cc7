namespace Microsoft.ML.ResNet;

/// <summary>From the ranges of activations to what the bytes stand for that a unit reads, adds and writes.</summary>
internal static class UnitScales
{
    /// <summary>In the order of <see cref="NetworkLayout.Units"/>, and the scale of the last block's output.</summary>
    public static (QuantizationScales[] Units, float Last) Of(NetworkLayout layout, ActivationRanges ranges)
    {
        const float none = 1; // the residual or the output is not of bytes
        (float imageScale, int imageZero) = ranges.Image;
        float x = ranges.Scale(0);
        List<QuantizationScales> scales = [new(imageScale, imageZero, none, x)];
        foreach (BlockLayout block in layout.Blocks)
        {
            float input = x;
            for (int i = 0; i < block.Units.Count; i++)
            {
                bool adds = i == block.Units.Count - 1
                    && block.Shortcut is (ShortcutKind.Identity or ShortcutKind.ZeroPadding);
                float output = ranges.Scale(scales.Count);
                scales.Add(new(input, 0, adds ? x : none, output));
                input = output;
            }
            if (block.Projection is not null)
                scales.Add(new(x, 0, none, none));
            x = input;
        }
        return ([.. scales], x);
    }
}
