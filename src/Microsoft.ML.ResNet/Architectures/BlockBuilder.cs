namespace Microsoft.ML.ResNet.Architectures;

/// <summary>Creates the layouts of an architecture's blocks.</summary>
internal sealed class BlockBuilder(ResNetArchitecture architecture, LayoutBuilder builder)
{
    /// <param name="height">Height of the input.</param>
    /// <param name="width">Width of the input.</param>
    /// <param name="input">Channels of the input.</param>
    /// <param name="stageWidth">See <see cref="ResNetArchitecture.StageWidths"/>.</param>
    /// <param name="stride">1, or 2 to halve the image.</param>
    public BlockLayout Build(int height, int width, int input, int stageWidth, int stride)
    {
        int output = stageWidth * architecture.Block.Expansion();
        BatchNormalizationLayout? preactivation = architecture.PreActivation ? builder.Normalization(input) : null;
        List<UnitLayout> units = BuildUnits(height, width, input, stageWidth, stride);
        ShortcutKind shortcut = ChooseShortcut(architecture.Shortcut, sameShape: stride == 1 && input == output);
        AveragePoolLayout? pool = null;
        UnitLayout? projection = null;
        if (shortcut == ShortcutKind.Projection)
        {
            if (PoolsProjection(architecture.Shortcut, stride))
                pool = new AveragePoolLayout(height, width, input, stride);
            projection = pool is null
                ? builder.Unit(height, width, input, output, 1, stride, normalized: !architecture.PreActivation)
                : builder.Unit(
                    pool.OutHeight, pool.OutWidth, input, output, 1, 1, normalized: !architecture.PreActivation);
        }
        ExcitationLayout? excitation = architecture.SqueezeReduction > 0
            ? builder.Excitation(
                units[^1].Convolution.OutputPixels, output, Hidden(output, architecture.SqueezeReduction))
            : null;
        return new BlockLayout(units, shortcut, projection, pool, preactivation, excitation);
    }

    private List<UnitLayout> BuildUnits(int height, int width, int input, int stageWidth, int stride)
    {
        int output = stageWidth * architecture.Block.Expansion();
        int inner = stageWidth * architecture.InnerWidthFactor;
        bool basic = architecture.Block == ResNetBlock.Basic;
        int first = basic || architecture.Stride == ResNetBottleneckStride.First1x1 ? stride : 1;
        bool lastNormalized = !architecture.PreActivation;

        List<UnitLayout> units = [builder.Unit(height, width, input, inner, basic ? 3 : 1, first)];
        ConvolutionLayout previous = units[0].Convolution;
        units.Add(builder.Unit(
            previous.OutHeight, previous.OutWidth, inner, inner, 3, stride / first, architecture.Groups,
            normalized: !basic || lastNormalized));
        if (!basic)
        {
            previous = units[1].Convolution;
            units.Add(builder.Unit(
                previous.OutHeight, previous.OutWidth, inner, output, 1, 1, normalized: lastNormalized));
        }
        return units;
    }

    /// <summary>The shortcut that a rule gives to a block, depending on whether it keeps its input's shape.</summary>
    public static ShortcutKind ChooseShortcut(ResNetShortcut rule, bool sameShape) => rule switch
    {
        ResNetShortcut.None => ShortcutKind.None,
        ResNetShortcut.ProjectionAlways => ShortcutKind.Projection,
        _ when sameShape => ShortcutKind.Identity,
        ResNetShortcut.ZeroPadding => ShortcutKind.ZeroPadding,
        _ => ShortcutKind.Projection,
    };

    /// <summary>Whether a rule puts average pooling before the projection of a block with this stride.</summary>
    public static bool PoolsProjection(ResNetShortcut rule, int stride) =>
        stride > 1 && rule == ResNetShortcut.PooledProjection;

    /// <summary>Width of the hidden layer of squeeze-and-excitation.</summary>
    public static int Hidden(int channels, int reduction) => Math.Max(1, channels / reduction);
}
