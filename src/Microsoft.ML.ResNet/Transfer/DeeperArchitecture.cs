using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Selection;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>Which architectures a network can be deepened to, and which of the deeper one's blocks it has.</summary>
internal static class DeeperArchitecture
{
    /// <exception cref="ArgumentException">The deeper architecture is another one, or no identity exists.</exception>
    public static void Check(ResNetArchitecture shallow, ResNetArchitecture deep)
    {
        deep.Validate();
        if (deep with { Name = shallow.Name, StageDepths = shallow.StageDepths } != shallow)
        {
            throw new ArgumentException(
                $"{deep} differs from {shallow} in more than its name and StageDepths: a network is deepened to "
                + "architecture with { Name = ..., StageDepths = ... }.");
        }
        if (deep.StageDepths.Count != shallow.StageDepths.Count
            || deep.StageDepths.Zip(shallow.StageDepths).Any(stage => stage.First < stage.Second))
        {
            throw new ArgumentException(
                $"{deep} has [{string.Join(", ", deep.StageDepths)}] blocks in its stages, {shallow} has "
                + $"[{string.Join(", ", shallow.StageDepths)}]: every stage must have at least as many.");
        }
        if (deep is { PreActivation: true, Shortcut: ResNetShortcut.None or ResNetShortcut.ProjectionAlways }
            or { SqueezeReduction: > 0, Shortcut: ResNetShortcut.None })
        {
            throw new ArgumentException(
                $"{deep} cannot be made deeper with the same outputs: no block without an identity shortcut is the "
                + "identity there.");
        }
        if (deep is { Shortcut: ResNetShortcut.None, Block: ResNetBlock.Bottleneck })
        {
            throw new ArgumentException(
                $"{deep} cannot be made deeper with the same outputs: a bottleneck block without a shortcut has fewer "
                + "channels inside than it gives, so that no block is the identity.");
        }
    }

    /// <summary>
    /// Whether some of an inserted block's batch normalisations stand in the way of the block's input: their scales and
    /// shifts then follow from its moments.
    /// </summary>
    public static bool NeedsMoments(ResNetArchitecture architecture) =>
        architecture.Shortcut is ResNetShortcut.None or ResNetShortcut.ProjectionAlways;

    /// <summary>
    /// For every block of the deeper network the block of the shallow one that it is, or null for an inserted one.
    /// Those come after the others of their stage, where the shape stays as it is.
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
