namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// Shapes and buffer offsets of every layer, derived from the architecture and the input. Training, inference, parameter
/// counts and saved models all use it.
/// </summary>
internal sealed class NetworkLayout
{
    // For parameter counts, which do not depend on the image size.
    private const int AnySize = ArchitectureValidation.MinimumImageSize;

    public ResNetArchitecture Architecture { get; }
    public int Height { get; }
    public int Width { get; }
    public int Channels { get; }
    public int Classes { get; }

    public StemLayout Stem { get; }
    public IReadOnlyList<BlockLayout> Blocks { get; }
    public HeadLayout Head { get; }

    /// <summary>
    /// The batch normalization (with ReLU) before the head of a pre-activation network; null for others.
    /// </summary>
    public BatchNormalizationLayout? FinalNormalization { get; }

    /// <summary>The ranges of the stem, every stage and the head, in this order.</summary>
    public IReadOnlyList<SectionLayout> Sections { get; }

    /// <summary>
    /// Length of the first part of the parameter buffer: the weights of convolutions and linear layers.
    /// </summary>
    public long WeightCount { get; }

    /// <summary>Number of trainable values: the weights, then scales, shifts and biases.</summary>
    public long ParameterCount { get; }

    /// <summary>Number of running means and variances.</summary>
    public long StatisticsCount { get; }

    public long InputLength => (long)Height * Width * Channels;

    /// <summary>Number of values in the largest activation of one image.</summary>
    public long LargestActivation => LargestActivationFrom(0);

    /// <summary>Every convolution with its batch normalization, in the order of the buffers.</summary>
    public IEnumerable<UnitLayout> Units => Stem.Units.Concat(Blocks.SelectMany(block => block.AllUnits));

    /// <summary>Every batch normalization, in the order of the buffers.</summary>
    public IEnumerable<BatchNormalizationLayout> Normalizations => Stem.Units.Select(unit => unit.Normalization)
        .Concat(Blocks.SelectMany(block => block.Normalizations)).Append(FinalNormalization)
        .OfType<BatchNormalizationLayout>();

    /// <summary>Every linear layer except the head.</summary>
    public IEnumerable<LinearLayout> Linears => Blocks.SelectMany(block => block.Linears);

    /// <summary>
    /// Whether the blocks of an int8 network exchange fp32 activations (pre-activation, squeeze-and-excitation).
    /// </summary>
    public bool Int8BlocksExchangeFloats => Architecture is { PreActivation: true } or { SqueezeReduction: > 0 };

    public NetworkLayout(ResNetArchitecture architecture, int height, int width, int channels, int classes)
        : this(architecture, height, width, channels, classes, CountWeights(architecture, channels, classes))
    {
    }

    /// <summary>A layout for parameter counts, which do not depend on the image size.</summary>
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
        (Blocks, FinalNormalization) = BuildBlocks(builder, sections);
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
                $"{architecture.Name} has {ParameterCount:N0} parameters; the maximum is {Array.MaxLength:N0}.");
        }
    }

    /// <summary>
    /// Index of the first of <see cref="Sections"/> that trains. Freezing a stage also freezes the stem.
    /// </summary>
    public int FirstTrainedSection(int frozenStages) => frozenStages == 0 ? 0 : frozenStages + 1;

    /// <summary>The convolution units of a section and of all later ones.</summary>
    public IEnumerable<UnitLayout> UnitsFrom(int section) =>
        Units.Where(unit => unit.Convolution.Weights.Offset >= Sections[section].Weights.Offset);

    private IEnumerable<BlockLayout> BlocksFrom(int section) =>
        Blocks.Where(block => block.First.Weights.Offset >= Sections[section].Weights.Offset);

    /// <summary>
    /// Number of values in the largest activation of one image that a section or a later one writes; 0 for none.
    /// </summary>
    public long LargestActivationFrom(int section) =>
        UnitsFrom(section).Select(unit => unit.Convolution.OutputLength)
            .Concat(BlocksFrom(section).Where(block => block.IsPreactivated).Select(block => block.InputLength))
            .DefaultIfEmpty(0).Max();

    /// <summary>Number of blocks in the first stages.</summary>
    public int CountBlocks(int stages) => Architecture.StageDepths.Take(stages).Sum();

    // Scales and shifts follow all weights, so a first pass counts the weights.
    private static long CountWeights(ResNetArchitecture architecture, int channels, int classes) =>
        new NetworkLayout(architecture, AnySize, AnySize, channels, classes, weightCount: 0).WeightCount;

    private StemLayout BuildStem(LayoutBuilder builder)
    {
        ResNetStem stem = Architecture.Stem;
        List<UnitLayout> units = [];
        int height = Height, width = Width, channels = Channels;
        for (int i = 0; i < stem.Depth; i++)
        {
            bool isLast = i == stem.Depth - 1;
            units.Add(builder.Unit(
                height, width, channels, isLast ? stem.Width : stem.Width / 2, stem.Kernel, i == 0 ? stem.Stride : 1,
                normalized: !isLast || !Architecture.PreActivation || stem.IsActivated));
            ConvolutionLayout last = units[^1].Convolution;
            (height, width, channels) = (last.OutHeight, last.OutWidth, last.OutChannels);
        }
        return new StemLayout(units, stem.MaxPool ? new MaxPoolLayout(height, width, channels) : null);
    }

    private (List<BlockLayout> Blocks, BatchNormalizationLayout? Final) BuildBlocks(
        LayoutBuilder builder, List<SectionLayout> sections)
    {
        BlockBuilder blockBuilder = new(Architecture, builder);
        List<BlockLayout> blocks = [];
        BatchNormalizationLayout? final = null;
        int height = Stem.OutHeight, width = Stem.OutWidth, channels = Stem.Last.OutChannels;
        int stages = Architecture.StageDepths.Count;
        for (int stage = 0; stage < stages; stage++)
        {
            for (int i = 0; i < Architecture.StageDepths[stage]; i++)
            {
                BlockLayout block = blockBuilder.Build(
                    height, width, channels, Architecture.StageWidths[stage], stride: stage > 0 && i == 0 ? 2 : 1);
                (height, width, channels) = (block.Last.OutHeight, block.Last.OutWidth, block.Last.OutChannels);
                blocks.Add(block);
            }
            if (stage == stages - 1 && Architecture.PreActivation)
                final = builder.Normalization(channels);
            sections.Add(builder.EndSection());
        }
        return (blocks, final);
    }
}
