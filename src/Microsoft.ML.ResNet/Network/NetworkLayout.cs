namespace Microsoft.ML.ResNet;

/// <summary>
/// Shapes and buffer offsets of every layer, from the architecture and the input: the one place that knows them, for
/// training, inference, counting and persistence.
/// </summary>
internal sealed class NetworkLayout
{
    // For counts, which do not depend on the size of the images.
    private const int AnySize = ArchitectureValidation.MinimumImageSize;

    public ResNetArchitecture Architecture { get; }
    public int Height { get; }
    public int Width { get; }
    public int Channels { get; }
    public int Classes { get; }

    public StemLayout Stem { get; }
    public IReadOnlyList<BlockLayout> Blocks { get; }
    public HeadLayout Head { get; }

    /// <summary>The places of the values of the stem, of every stage, and of the head.</summary>
    public IReadOnlyList<SectionLayout> Sections { get; }

    /// <summary>The first values of the parameter buffer: weights of convolutions and of the linear layer.</summary>
    public long WeightCount { get; }

    /// <summary>All trainable values: the weights, then scales, shifts and the head's bias.</summary>
    public long ParameterCount { get; }

    /// <summary>Running means and variances.</summary>
    public long StatisticsCount { get; }

    public long InputLength => (long)Height * Width * Channels;

    /// <summary>Values in the largest activation of one image.</summary>
    public long LargestActivation => LargestActivationFrom(0);

    /// <summary>Every convolution with its batch normalisation, in the order of the buffers.</summary>
    public IEnumerable<UnitLayout> Units => Blocks.SelectMany(
        block => block.Projection is null ? block.Units : block.Units.Append(block.Projection)).Prepend(Stem.Unit);

    public NetworkLayout(ResNetArchitecture architecture, int height, int width, int channels, int classes)
        : this(architecture, height, width, channels, classes, CountWeights(architecture, channels, classes))
    {
    }

    /// <summary>A layout for its counts, which do not depend on the size of the images.</summary>
    public static NetworkLayout ForCounting(ResNetArchitecture architecture, int channels, int classes) =>
        new(architecture, AnySize, AnySize, channels, classes);

    private NetworkLayout(
        ResNetArchitecture architecture, int height, int width, int channels, int classes, long weightCount)
    {
        architecture.Validate();
        ArchitectureValidation.ValidateInput(height, width, channels, classes);
        (Architecture, Height, Width, Channels, Classes) = (architecture, height, width, channels, classes);

        LayoutBuilder builder = new(weightCount);
        List<SectionLayout> sections = [];
        Stem = BuildStem(builder);
        sections.Add(builder.EndSection());
        Blocks = BuildBlocks(builder, sections);
        ConvolutionLayout last = Blocks[^1].Last;
        Head = builder.Head(last.OutputPixels, last.OutChannels, classes);
        sections.Add(builder.EndSection());
        Sections = sections;
        WeightCount = builder.WeightCount;
        ParameterCount = builder.ParameterCount;
        StatisticsCount = builder.StatisticsCount;
        if (ParameterCount > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{architecture.Name} has {ParameterCount:N0} parameters; at most {Array.MaxLength:N0} are possible.");
        }
    }

    /// <summary>The first of <see cref="Sections"/> that trains; freezing a stage freezes the stem too.</summary>
    public int FirstTrainedSection(int frozenStages) => frozenStages == 0 ? 0 : frozenStages + 1;

    /// <summary>The convolution units of a section and those after it.</summary>
    public IEnumerable<UnitLayout> UnitsFrom(int section) =>
        Units.Where(unit => unit.Convolution.Weights.Offset >= Sections[section].Weights.Offset);

    /// <summary>Values in the largest activation of one image that those units write; 0 for none.</summary>
    public long LargestActivationFrom(int section) =>
        UnitsFrom(section).Select(unit => unit.Convolution.OutputLength).DefaultIfEmpty(0).Max();

    /// <summary>How many blocks the first stages have.</summary>
    public int BlocksOf(int stages) => Architecture.StageDepths.Take(stages).Sum();

    // Scales and shifts lie behind all weights: a first pass finds where that is.
    private static long CountWeights(ResNetArchitecture architecture, int channels, int classes) =>
        new NetworkLayout(architecture, AnySize, AnySize, channels, classes, weightCount: 0).WeightCount;

    private StemLayout BuildStem(LayoutBuilder builder)
    {
        ResNetStem stem = Architecture.Stem;
        UnitLayout unit = builder.Unit(Height, Width, Channels, stem.Width, stem.Kernel, stem.Stride);
        ConvolutionLayout convolution = unit.Convolution;
        return new StemLayout(unit, stem.MaxPool
            ? new MaxPoolLayout(convolution.OutHeight, convolution.OutWidth, convolution.OutChannels)
            : null);
    }

    private List<BlockLayout> BuildBlocks(LayoutBuilder builder, List<SectionLayout> sections)
    {
        List<BlockLayout> blocks = [];
        int height = Stem.Pool?.OutHeight ?? Stem.Unit.Convolution.OutHeight;
        int width = Stem.Pool?.OutWidth ?? Stem.Unit.Convolution.OutWidth;
        int channels = Stem.Unit.Convolution.OutChannels;
        for (int stage = 0; stage < Architecture.StageDepths.Count; stage++)
        {
            for (int i = 0; i < Architecture.StageDepths[stage]; i++)
            {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                BlockLayout block = BuildBlock(
                    builder, height, width, channels, Architecture.StageWidths[stage], stride);
                (height, width, channels) = (block.Last.OutHeight, block.Last.OutWidth, block.Last.OutChannels);
                blocks.Add(block);
            }
            sections.Add(builder.EndSection());
        }
        return blocks;
    }

    private BlockLayout BuildBlock(LayoutBuilder builder, int height, int width, int input, int stageWidth, int stride)
    {
        int output = stageWidth * Architecture.Block.Expansion();
        int inner = stageWidth * Architecture.InnerWidthFactor;
        bool basic = Architecture.Block == ResNetBlock.Basic;
        int first = basic || Architecture.Stride == BottleneckStride.First1x1 ? stride : 1;
        int second = stride / first;
        int kernel = basic ? 3 : 1;

        List<UnitLayout> units = [builder.Unit(height, width, input, inner, kernel, first)];
        ConvolutionLayout previous = units[0].Convolution;
        units.Add(builder.Unit(previous.OutHeight, previous.OutWidth, inner, inner, 3, second, Architecture.Groups));
        if (!basic)
        {
            previous = units[1].Convolution;
            units.Add(builder.Unit(previous.OutHeight, previous.OutWidth, inner, output, 1, 1));
        }

        ShortcutKind shortcut = ChooseShortcut(sameShape: stride == 1 && input == output);
        UnitLayout? projection = shortcut == ShortcutKind.Projection
            ? builder.Unit(height, width, input, output, 1, stride)
            : null;
        return new BlockLayout(units, shortcut, projection);
    }

    private ShortcutKind ChooseShortcut(bool sameShape) => Architecture.Shortcut switch
    {
        ResNetShortcut.None => ShortcutKind.None,
        ResNetShortcut.ProjectionAlways => ShortcutKind.Projection,
        _ when sameShape => ShortcutKind.Identity,
        ResNetShortcut.ZeroPadding => ShortcutKind.ZeroPadding,
        _ => ShortcutKind.Projection,
    };
}
