namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// Truncates an architecture after a stage, so that a model whose last stages are unused needs memory only for the
/// others, whatever sizes a file claims for the last ones.
/// </summary>
internal static class TrunkArchitecture
{
    /// <summary>
    /// The first stages, followed by a single block as wide as the last of them in place of the others. The stages keep
    /// the shapes and offsets of the whole network, because none of them becomes the last stage.
    /// </summary>
    /// <param name="architecture">The whole network.</param>
    /// <param name="stages">Number of stages to keep, at least 1.</param>
    public static ResNetArchitecture Create(ResNetArchitecture architecture, int stages) =>
        stages == architecture.StageDepths.Count ? architecture : architecture with
        {
            StageDepths = [.. architecture.StageDepths.Take(stages), 1],
            StageWidths = [.. architecture.StageWidths.Take(stages), architecture.StageWidths[stages - 1]],
        };
}
