using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Computes the quantization scales of every unit's input, residual and output from the activation ranges.
/// </summary>
internal static class UnitScales
{
    /// <summary>One entry per unit, in the order of <see cref="NetworkLayout.Units"/>.</summary>
    public static QuantizationScales[] Create(NetworkLayout layout, ActivationRanges ranges)
    {
        const float none = 1; // the residual or the output is not int8
        bool floats = layout.Int8BlocksExchangeFloats;
        List<QuantizationScales> scales = [];
        (float input, int zero) = ranges.Image;
        float x = input; // scale of the block's input
        void AddUnits(IReadOnlyList<UnitLayout> units, bool addsBytes)
        {
            for (int i = 0; i < units.Count; i++)
            {
                bool isLast = i == units.Count - 1;
                float output = ranges.Scale(scales.Count);
                scales.Add(new(input, zero, isLast && addsBytes ? x : none, isLast && floats ? none : output));
                (input, zero) = (output, 0);
            }
        }

        AddUnits(layout.Stem.Units, addsBytes: false);
        foreach (BlockLayout block in layout.Blocks)
        {
            x = input;
            AddUnits(
                block.Units,
                addsBytes: !floats && block.Shortcut is (ShortcutKind.Identity or ShortcutKind.ZeroPadding));
            if (block.Projection is not null)
                scales.Add(new(x, 0, none, none));
        }
        return [.. scales];
    }
}
