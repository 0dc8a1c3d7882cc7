namespace Microsoft.ML.ResNet.Selection;

/// <summary>Architectures of another depth or width.</summary>
internal static class ScaledArchitecture
{
    // Kernels compute channels in vectors of 16; fewer would be padded.
    private const int ChannelMultiple = 8;

    /// <param name="architecture">What is scaled.</param>
    /// <param name="blocksPerStage">Blocks of every stage; null for what it has.</param>
    /// <param name="widthFactor">What the channels of stem and stages are multiplied by.</param>
    public static ResNetArchitecture Of(ResNetArchitecture architecture, int? blocksPerStage, float widthFactor)
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
        int Scale(int width) => Math.Max(1, (int)Math.Round(width * (double)widthFactor / multiple)) * multiple;
        return architecture with
        {
            Name = FormattableString.Invariant($"{architecture.Name}-w{widthFactor:0.##}"),
            Stem = architecture.Stem with { Width = Scale(architecture.Stem.Width) },
            StageWidths = [.. architecture.StageWidths.Select(Scale)],
        };
    }
}
