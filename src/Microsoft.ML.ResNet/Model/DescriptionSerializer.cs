using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Model;

/// <summary>Writes and reads the fields that the descriptions of all kinds of models share.</summary>
internal static class DescriptionSerializer
{
    private const byte Pooled = 1, Activated = 2; // of a stem
    private const byte FloatPixels = 1; // of images; what they were is in the higher bits
    private const int OriginShift = 1;

    public static void Write(ModelPayloadWriter writer, ResNetArchitecture architecture)
    {
        writer.Write(architecture.Name);
        writer.Write(architecture.Stem.Kernel);
        writer.Write(architecture.Stem.Stride);
        writer.Write(architecture.Stem.Width);
        writer.Write((byte)((architecture.Stem.MaxPool ? Pooled : 0) | (architecture.Stem.IsActivated ? Activated : 0)));
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

    public static ResNetArchitecture ReadArchitecture(ModelPayloadReader reader)
    {
        var architecture = new ResNetArchitecture
        {
            Name = reader.ReadString(),
            Stem = ReadStem(reader),
            Block = reader.ReadEnum<ResNetBlock>(),
            StageDepths = reader.ReadInt32s(),
            StageWidths = reader.ReadInt32s(),
            Shortcut = reader.ReadEnum<ResNetShortcut>(),
            Stride = reader.ReadEnum<ResNetBottleneckStride>(),
            InnerWidthFactor = reader.ReadInt32(),
            Groups = reader.ReadInt32(),
            PreActivation = reader.ReadByte() != 0,
            SqueezeReduction = reader.ReadInt32(),
        };
        architecture.Validate();
        return architecture;
    }

    private static ResNetStem ReadStem(ModelPayloadReader reader)
    {
        (int kernel, int stride, int width) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        byte flags = reader.ReadByte();
        return new(kernel, stride, width, (flags & Pooled) != 0)
        {
            IsActivated = (flags & Activated) != 0,
            Depth = reader.ReadInt32(),
        };
    }

    public static void Write(ModelPayloadWriter writer, ActivationRanges? ranges)
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

    /// <summary>Null if there are none; an int8 network must have them.</summary>
    public static ActivationRanges? ReadRanges(
        ModelPayloadReader reader, ResNetArchitecture architecture, int channels, int classes, ResNetPrecision precision)
    {
        int length = reader.ReadInt32();
        if (length == 0)
        {
            return precision == ResNetPrecision.Int8
                ? throw new InvalidDataException("Its activation ranges are missing.")
                : null;
        }
        int units = NetworkLayout.ForCounting(architecture, channels, classes).Units.Count();
        if (length != units)
            throw new InvalidDataException($"There are {length} activation ranges for {units} units.");
        return new ActivationRanges(
            reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingles(length), reader.ReadSingles(length),
            reader.ReadSingles(length));
    }

    public static void Write(ModelPayloadWriter writer, ImageSpecification specification)
    {
        writer.Write(specification.Height);
        writer.Write(specification.Width);
        writer.Write(specification.Channels);
        writer.Write((byte)((specification.Shape.IsFloat ? FloatPixels : 0) | ((int)specification.Origin << OriginShift)));
        writer.Write((int)specification.Layout);
        writer.Write((int)specification.Resizing);
    }

    public static ImageSpecification ReadSpecification(ModelPayloadReader reader)
    {
        int height = reader.ReadInt32(), width = reader.ReadInt32(), channels = reader.ReadInt32();
        ArchitectureValidation.ValidateInput(height, width, channels, classes: 2);
        byte flags = reader.ReadByte();
        var origin = (PictureOrigin)(flags >> OriginShift);
        if (!Enum.IsDefined(origin))
            throw new InvalidDataException($"PictureOrigin has no value {origin}.");
        return new ImageSpecification(
            new PixelShape(height, width, channels, (flags & FloatPixels) != 0),
            reader.ReadEnum<ResNetPixelLayout>(), reader.ReadEnum<ImageResizingEstimator.ResizingKind>())
        {
            Origin = origin,
        };
    }
}
