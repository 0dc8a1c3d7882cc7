using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Finds the rule by which the blocks of a network have their shortcuts.</summary>
internal static class ShortcutRecognition
{
    private static readonly ResNetShortcut[] Rules =
    [
        ResNetShortcut.Projection, ResNetShortcut.PooledProjection, ResNetShortcut.ProjectionAlways,
        ResNetShortcut.ZeroPadding, ResNetShortcut.None,
    ];

    /// <param name="blocks">The blocks.</param>
    /// <param name="input">Channels of the first one's input.</param>
    /// <exception cref="InvalidDataException">There is no such rule.</exception>
    public static ResNetShortcut Recognise(IReadOnlyList<MatchedBlock> blocks, int input)
    {
        int furthest = 0;
        foreach (ResNetShortcut rule in Rules)
        {
            int fitting = Fitting(blocks, input, rule);
            if (fitting == blocks.Count)
                return rule;
            furthest = Math.Max(furthest, fitting);
        }
        MatchedBlock block = blocks[furthest];
        MatchedShortcut shortcut = block.Shortcut;
        int before = furthest == 0 ? input : blocks[furthest - 1].OutChannels;
        throw shortcut.Node.Misfit(
            $"is a shortcut ({shortcut.Kind}{(shortcut.Pool is null ? "" : " behind a pooling")}) of a block with "
            + $"stride {block.Stride} from {before} to {block.OutChannels} channels, which does not go with the "
            + "shortcuts before it: all blocks must follow one rule.");
    }

    // How many of the first blocks follow a rule.
    private static int Fitting(IReadOnlyList<MatchedBlock> blocks, int input, ResNetShortcut rule)
    {
        for (int i = 0; i < blocks.Count; i++)
        {
            MatchedBlock block = blocks[i];
            ShortcutKind kind =
                BlockBuilder.ChooseShortcut(rule, sameShape: block.Stride == 1 && input == block.OutChannels);
            bool isPooled = BlockBuilder.PoolsProjection(rule, block.Stride);
            if (kind != block.Shortcut.Kind || isPooled != block.Shortcut.Pool is not null)
                return i;
            input = block.OutChannels;
        }
        return blocks.Count;
    }
}
