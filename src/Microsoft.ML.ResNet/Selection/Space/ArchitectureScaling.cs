namespace Microsoft.ML.ResNet.Selection;

/// <summary>Changes the depth and width of architectures.</summary>
internal static class ArchitectureScaling
{
    // Kernels process channels in vectors of 16 and pad the rest.
    private const int ChannelMultiple = 8;

    /// <param name="architecture">The architecture to scale.</param>
    /// <param name="blocksPerStage">Blocks per stage; null to keep the depth.</param>
    /// <param name="widthFactor">Multiplies the channels of stem and stages.</param>
    public static ResNetArchitecture Scale(ResNetArchitecture architecture, int? blocksPerStage, float widthFactor)
    {
        if (blocksPerStage is { } blocks)
        {
            architecture = architecture with
            {
                Name = $"{architecture.Name}-b{blocks}",
                StageDepths = [.. architecture.StageDepths.Select(_ => blocks)],
            };
        }
        if (widthFactor == 1)
            return architecture;
        int multiple = Math.Max(ChannelMultiple, architecture.Groups);
        int ScaleWidth(int width) => Math.Max(1, (int)Math.Round(width * (double)widthFactor / multiple)) * multiple;
        return architecture with
        {
            Name = FormattableString.Invariant($"{architecture.Name}-w{widthFactor:0.##}"),
            Stem = architecture.Stem with { Width = ScaleWidth(architecture.Stem.Width) },
            StageWidths = [.. architecture.StageWidths.Select(ScaleWidth)],
        };
    }
}
