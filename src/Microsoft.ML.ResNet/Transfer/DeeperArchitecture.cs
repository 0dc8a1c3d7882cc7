using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Checks whether a network can be deepened to an architecture, and maps the deeper network's blocks to the original
/// ones.
/// </summary>
internal static class DeeperArchitecture
{
    /// <exception cref="ArgumentException">
    /// The architectures differ in more than depth, or a new block cannot represent the identity.
    /// </exception>
    public static void Check(ResNetArchitecture shallow, ResNetArchitecture deep)
    {
        deep.Validate();
        if (deep with { Name = shallow.Name, StageDepths = shallow.StageDepths } != shallow)
        {
            throw new ArgumentException(
                $"{deep} differs from {shallow} in more than Name and StageDepths: a network can only be deepened to "
                + "architecture with { Name = ..., StageDepths = ... }.");
        }
        if (deep.StageDepths.Count != shallow.StageDepths.Count
            || deep.StageDepths.Zip(shallow.StageDepths).Any(stage => stage.First < stage.Second))
        {
            throw new ArgumentException(
                $"{deep} has [{string.Join(", ", deep.StageDepths)}] blocks in its stages and {shallow} has "
                + $"[{string.Join(", ", shallow.StageDepths)}]: every stage needs at least as many blocks.");
        }
        if (deep is { PreActivation: true, Shortcut: ResNetShortcut.None or ResNetShortcut.ProjectionAlways }
            or { SqueezeReduction: > 0, Shortcut: ResNetShortcut.None })
        {
            throw new ArgumentException(
                $"{deep} cannot be deepened with the same outputs: a block without an identity shortcut cannot "
                + "represent the identity in it.");
        }
        if (deep is { Shortcut: ResNetShortcut.None, Block: ResNetBlock.Bottleneck })
        {
            throw new ArgumentException(
                $"{deep} cannot be deepened with the same outputs: a bottleneck block without a shortcut has fewer "
                + "inner than output channels, so it cannot represent the identity.");
        }
    }

    /// <summary>
    /// Whether an inserted block's input passes through batch normalizations. Their scales and shifts must then be
    /// computed from the moments of that input.
    /// </summary>
    public static bool NeedsMoments(ResNetArchitecture architecture) =>
        architecture.Shortcut is ResNetShortcut.None or ResNetShortcut.ProjectionAlways;

    /// <summary>
    /// For every block of the deeper network, the index of the shallow network's block that it copies, or null for an
    /// inserted block. Blocks are inserted at the end of their stage, where input and output shapes are equal.
    /// </summary>
    public static IEnumerable<int?> Origins(ResNetArchitecture shallow, ResNetArchitecture deep)
    {
        int first = 0;
        foreach ((int old, int all) in shallow.StageDepths.Zip(deep.StageDepths))
        {
            for (int i = 0; i < all; i++)
                yield return i < old ? first + i : null;
            first += old;
        }
    }
}
