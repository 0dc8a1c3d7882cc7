using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet;

/// <summary>A model file's description: everything but the weights, of which it has the checksum.</summary>
internal sealed record ModelDescription(
    ResNetArchitecture Architecture, ChannelNormalization Normalization, ImageSpecification Specification, ImageSize Input,
    ClassLabels Classes, ScoringColumns Columns, BadImagePolicy BadImages,
    Precision Precision, ActivationRanges? Ranges, LabelRule Rule, string WeightsSha256)
{
    /// <summary>Which views of an image are scored.</summary>
    public TestTimeAugmentation TestTimeAugmentation { get; init; }

    public static ModelDescription Of(ClassifierModel model) => new(
        model.Network.Architecture, model.Network.Normalization, model.Specification,
        new ImageSize(model.Network.Height, model.Network.Width), model.Classes, model.Columns,
        model.BadImages, model.Precision, model.Ranges, model.Rule, model.Network.WeightsSha256)
    {
        TestTimeAugmentation = model.TestTimeAugmentation,
    };

    public byte[] ToPayload()
    {
        var writer = new ModelPayloadWriter();
        Write(writer, Architecture);
        Write(writer, Specification);
        writer.Write(Input.Height);
        writer.Write(Input.Width);
        writer.Write(Classes.Count);
        Classes.Write(writer);
        writer.Write(Normalization.Mean);
        writer.Write(Normalization.StandardDeviation);
        writer.Write(Columns.Image);
        writer.Write(Columns.Path ?? "");
        writer.Write(Columns.Score);
        writer.Write(Columns.PredictedLabel);
        writer.Write((int)BadImages);
        writer.Write((int)Precision);
        writer.Write((int)TestTimeAugmentation);
        Write(writer, Ranges);
        writer.Write(Rule.IsMultiLabel ? (byte)1 : (byte)0);
        writer.Write(Rule.Threshold);
        writer.Write(WeightsSha256);
        return writer.ToArray();
    }

    public static ModelDescription FromPayload(ReadOnlyMemory<byte> payload)
    {
        var reader = new ModelPayloadReader(payload);
        ResNetArchitecture architecture = ReadArchitecture(reader);
        ImageSpecification specification = ReadSpecification(reader);
        ImageSize input = new(reader.ReadInt32(), reader.ReadInt32());
        int count = reader.ReadInt32();
        ArchitectureValidation.ValidateInput(input.Height, input.Width, specification.Channels, count);
        if (input.Height > specification.Height || input.Width > specification.Width)
            throw new InvalidDataException("The network's input is larger than the images.");
        ClassLabels classes = ClassLabels.Read(reader, count);
        float[] mean = reader.ReadSingles(specification.Channels);
        float[] deviation = reader.ReadSingles(specification.Channels);
        string image = reader.ReadString(), path = reader.ReadString();
        string score = reader.ReadString(), predictedLabel = reader.ReadString();
        var columns = new ScoringColumns(image, path.Length == 0 ? null : path, score, predictedLabel);
        var badImages = reader.ReadEnum<BadImagePolicy>();
        var precision = reader.ReadEnum<Precision>();
        var testTimeAugmentation = reader.ReadEnum<TestTimeAugmentation>();
        ActivationRanges? ranges = ReadRanges(reader, architecture, specification.Channels, count);
        if (precision == Precision.Int8 && ranges is null)
            throw new InvalidDataException("The ranges of its activations are missing.");
        var rule = new LabelRule(reader.ReadByte() != 0, reader.ReadSingle());
        if (rule.Threshold is not (>= 0 and <= 1))
            throw new InvalidDataException("The threshold of its predictions is not 0 to 1.");
        string sha256 = reader.ReadString();
        if (!reader.IsAtEnd)
            throw new InvalidDataException("The description is longer than it should be.");
        return new ModelDescription(
            architecture, new ChannelNormalization(mean, deviation), specification, input, classes, columns, badImages,
            precision, ranges, rule, sha256)
        {
            TestTimeAugmentation = testTimeAugmentation,
        };
    }

    private static void Write(ModelPayloadWriter writer, ResNetArchitecture architecture)
    {
        writer.Write(architecture.Name);
        writer.Write(architecture.Stem.Kernel);
        writer.Write(architecture.Stem.Stride);
        writer.Write(architecture.Stem.Width);
        writer.Write(architecture.Stem.MaxPool ? (byte)1 : (byte)0);
        writer.Write(architecture.Stem.Depth);
        writer.Write((int)architecture.Block);
        writer.Write(architecture.StageDepths);
        writer.Write(architecture.StageWidths);
        writer.Write((int)architecture.Shortcut);
        writer.Write((int)architecture.Stride);
        writer.Write(architecture.InnerWidthFactor);
        writer.Write(architecture.Groups);
        writer.Write(architecture.PreActivation ? (byte)1 : (byte)0);
        writer.Write(architecture.SqueezeReduction);
    }

    private static ResNetArchitecture ReadArchitecture(ModelPayloadReader reader)
    {
        var architecture = new ResNetArchitecture
        {
            Name = reader.ReadString(),
            Stem = new ResNetStem(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadByte() != 0)
            {
                Depth = reader.ReadInt32(),
            },
            Block = reader.ReadEnum<ResNetBlock>(),
            StageDepths = reader.ReadInt32s(),
            StageWidths = reader.ReadInt32s(),
            Shortcut = reader.ReadEnum<ResNetShortcut>(),
            Stride = reader.ReadEnum<BottleneckStride>(),
            InnerWidthFactor = reader.ReadInt32(),
            Groups = reader.ReadInt32(),
            PreActivation = reader.ReadByte() != 0,
            SqueezeReduction = reader.ReadInt32(),
        };
        architecture.Validate();
        return architecture;
    }

    private static void Write(ModelPayloadWriter writer, ActivationRanges? ranges)
    {
        writer.Write(ranges?.Maxima.Length ?? 0);
        if (ranges is null)
            return;
        writer.Write(ranges.ImageMinimum);
        writer.Write(ranges.ImageMaximum);
        writer.Write(ranges.Maxima);
        writer.Write(ranges.Lowest);
        writer.Write(ranges.Highest);
    }

    private static ActivationRanges? ReadRanges(
        ModelPayloadReader reader, ResNetArchitecture architecture, int channels, int classes)
    {
        int length = reader.ReadInt32();
        if (length == 0)
            return null;
        int units = NetworkLayout.ForCounting(architecture, channels, classes).Units.Count();
        if (length != units)
            throw new InvalidDataException($"There are {length} ranges of activations for {units} units.");
        return new ActivationRanges(
            reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingles(length), reader.ReadSingles(length),
            reader.ReadSingles(length));
    }

    private static void Write(ModelPayloadWriter writer, ImageSpecification specification)
    {
        writer.Write(specification.Height);
        writer.Write(specification.Width);
        writer.Write(specification.Channels);
        writer.Write(specification.Shape.IsFloat ? (byte)1 : (byte)0);
        writer.Write((int)specification.Layout);
        writer.Write((int)specification.Resizing);
    }

    private static ImageSpecification ReadSpecification(ModelPayloadReader reader)
    {
        int height = reader.ReadInt32(), width = reader.ReadInt32(), channels = reader.ReadInt32();
        ArchitectureValidation.ValidateInput(height, width, channels, classes: 2);
        return new ImageSpecification(
            new PixelShape(height, width, channels, reader.ReadByte() != 0),
            reader.ReadEnum<PixelLayout>(), reader.ReadEnum<ImageResizingEstimator.ResizingKind>());
    }
}
