using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Reads a chain of layers as a network without shortcuts. Where its stem and its blocks end is not to be seen: every
/// way to divide it is tried.
/// </summary>
internal static class PlainReading
{
    private const int DeepestStem = 8;

    /// <summary>The networks that the chain can be, at least one.</summary>
    public static IReadOnlyList<MatchedNetwork> Read(
        MatchedInput input, IReadOnlyList<ChainStep> steps, MatchedHead head)
    {
        List<MatchedNetwork> networks = [];
        InvalidDataException? error = null;
        foreach (bool isPreactivated in new[] { false, true })
        {
            for (int depth = 1; depth <= DeepestStem; depth++)
            {
                try
                {
                    StepReader reader = new(steps);
                    networks.Add(isPreactivated
                        ? Preactivated(reader, depth, input, head)
                        : Postactivated(reader, depth, input, head));
                }
                catch (InvalidDataException e)
                {
                    error ??= e; // of the simplest stem
                }
            }
        }
        return networks.Count > 0 ? networks : throw error!;
    }

    private static MatchedNetwork Postactivated(StepReader reader, int depth, MatchedInput input, MatchedHead head)
    {
        List<MatchedUnit> stem = [];
        for (int i = 0; i < depth; i++)
            stem.Add(Activated(reader, head));
        MatchedPool? maxPool = StemReading.TryMaxPool(reader);
        List<MatchedBlock> blocks = [];
        int length = BlockLength(reader);
        do
        {
            List<MatchedUnit> units = [];
            while (units.Count < length - 1)
                units.Add(Activated(reader, head));
            units.Add(Unit(reader, head));
            MatchedExcitation? excitation = reader.Try<ExcitationStep>()?.Layer;
            reader.Take<ReluStep>("a Relu", units[^1].Node);
            blocks.Add(Block(units, excitation, preactivation: null));
        }
        while (!reader.IsAtEnd);
        return new(input, stem, maxPool, blocks, Final: null, head);
    }

    private static MatchedNetwork Preactivated(StepReader reader, int depth, MatchedInput input, MatchedHead head)
    {
        List<MatchedUnit> stem = [];
        for (int i = 0; i < depth - 1; i++)
            stem.Add(Activated(reader, head));
        stem.Add(Bare(reader, head));
        MatchedPool? maxPool = StemReading.TryMaxPool(reader);
        MatchedPreactivation preactivation = Preactivation(reader, stem[^1], isAdjacent: maxPool is null);
        List<MatchedBlock> blocks = [];
        int length = BlockLength(reader);
        do
        {
            List<MatchedUnit> units = [];
            while (units.Count < length - 1)
                units.Add(Activated(reader, head));
            units.Add(Bare(reader, head));
            MatchedExcitation? excitation = reader.Try<ExcitationStep>()?.Layer;
            blocks.Add(Block(units, excitation, preactivation));
            preactivation = Preactivation(reader, units[^1], isAdjacent: excitation is null);
        }
        while (!reader.IsAtEnd);
        return new(input, stem, maxPool, blocks, preactivation, head);
    }

    // A bottleneck begins with a 1x1 convolution.
    private static int BlockLength(StepReader reader) => reader.Peek is ConvolutionStep { Layer.Kernel: 1 } ? 3 : 2;

    private static MatchedBlock Block(
        List<MatchedUnit> units, MatchedExcitation? excitation, MatchedPreactivation? preactivation) =>
        new(units, new(ShortcutKind.None, units[0].Node), excitation, preactivation);

    private static MatchedUnit Unit(StepReader reader, MatchedHead head) =>
        reader.TryUnit() ?? throw reader.Unexpected("a convolution", head.Node);

    private static MatchedUnit Activated(StepReader reader, MatchedHead head)
    {
        MatchedUnit unit = Unit(reader, head);
        reader.Take<ReluStep>("a Relu", unit.Node);
        return unit;
    }

    private static MatchedUnit Bare(StepReader reader, MatchedHead head) =>
        new(reader.Take<ConvolutionStep>("a convolution", head.Node).Layer, null);

    private static MatchedPreactivation Preactivation(StepReader reader, MatchedUnit before, bool isAdjacent)
    {
        MatchedNormalization? layer = reader.Try<NormalizationStep>()?.Layer;
        if (layer is null && !isAdjacent)
            throw reader.Unexpected("a BatchNormalization", before.Node);
        reader.Take<ReluStep>("a Relu", before.Node);
        return layer is null ? new(null, before.Convolution) : new(layer, null);
    }
}
