namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// An architecture up to a stage: what memory must be held of a network whose last stages nobody needs, however large
/// these are said to be.
/// </summary>
internal static class TrunkArchitecture
{
    /// <summary>
    /// The first stages, and in place of all further ones a single block as wide as the last of these: the stages have
    /// the shapes, and their values the places, that they have in the whole network, in which none of them is the last.
    /// </summary>
    /// <param name="architecture">The whole network.</param>
    /// <param name="stages">How many stages are needed, at least 1.</param>
    public static ResNetArchitecture Create(ResNetArchitecture architecture, int stages) =>
        stages == architecture.StageDepths.Count ? architecture : architecture with
        {
            StageDepths = [.. architecture.StageDepths.Take(stages), 1],
            StageWidths = [.. architecture.StageWidths.Take(stages), architecture.StageWidths[stages - 1]],
        };
}
