using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Features;

/// <summary>A featurizer's description: everything but the weights, and their checksum.</summary>
internal sealed record FeaturizerDescription(
    ResNetArchitecture Architecture, ChannelNormalization Normalization, ImageSpecification Specification,
    ImageSize Input, string Image, string? Path, ResNetBadImagePolicy BadImages, ResNetPrecision Precision,
    ActivationRanges? Ranges, IReadOnlyList<ResNetFeatureColumn> Columns, string WeightsSha256)
{
    /// <summary>The head is not saved. A loaded network has an unused head for this many classes.</summary>
    public const int Classes = 2;

    /// <summary>Number of stages that the columns need.</summary>
    public int Stages
    {
        get
        {
            NetworkLayout layout = new(Architecture, Input.Height, Input.Width, Specification.Channels, Classes);
            return Columns.Max(column => FeatureShape.Create(layout, column.Features).Stage);
        }
    }

    /// <param name="model">The model.</param>
    /// <param name="weightsSha256">Checksum of the saved stages' weights.</param>
    public static byte[] ToPayload(FeaturizerModel model, string weightsSha256)
    {
        ModelPayloadWriter writer = new();
        DescriptionSerializer.Write(writer, model.Architecture);
        DescriptionSerializer.Write(writer, model.Specification);
        writer.Write(model.Network.Height);
        writer.Write(model.Network.Width);
        writer.Write(model.Network.Normalization.Mean);
        writer.Write(model.Network.Normalization.StandardDeviation);
        writer.Write(model.Image);
        writer.Write(model.Path ?? "");
        writer.Write((int)model.BadImages);
        writer.Write((int)model.Precision);
        DescriptionSerializer.Write(writer, model.Ranges);
        writer.Write(model.Columns.Count);
        foreach (ResNetFeatureColumn column in model.Columns)
        {
            writer.Write(column.Name);
            writer.Write(column.Features.StageNumber);
        }
        writer.Write(weightsSha256);
        return writer.ToArray();
    }

    public static FeaturizerDescription FromPayload(ReadOnlyMemory<byte> payload)
    {
        ModelPayloadReader reader = new(payload);
        ResNetArchitecture architecture = DescriptionSerializer.ReadArchitecture(reader);
        ImageSpecification specification = DescriptionSerializer.ReadSpecification(reader);
        ImageSize input = new(reader.ReadInt32(), reader.ReadInt32());
        ArchitectureValidation.ValidateInput(input.Height, input.Width, specification.Channels, Classes);
        if (input.Height > specification.Height || input.Width > specification.Width)
            throw new InvalidDataException("The network's input is larger than the images.");
        float[] mean = reader.ReadSingles(specification.Channels);
        float[] deviation = reader.ReadSingles(specification.Channels);
        string image = reader.ReadString(), path = reader.ReadString();
        var badImages = reader.ReadEnum<ResNetBadImagePolicy>();
        var precision = reader.ReadEnum<ResNetPrecision>();
        ActivationRanges? ranges =
            DescriptionSerializer.ReadRanges(reader, architecture, specification.Channels, Classes, precision);
        ResNetFeatureColumn[] columns = ReadColumns(reader);
        string sha256 = reader.ReadString();
        if (!reader.IsAtEnd)
            throw new InvalidDataException("The description is longer than it should be.");
        return new(
            architecture, new ChannelNormalization(mean, deviation), specification, input, image,
            path.Length == 0 ? null : path, badImages, precision, ranges, columns, sha256);
    }

    private static ResNetFeatureColumn[] ReadColumns(ModelPayloadReader reader)
    {
        int count = reader.ReadInt32();
        reader.Require(count); // every column takes at least one byte
        if (count == 0)
            throw new InvalidDataException("It has no columns.");
        var columns = new ResNetFeatureColumn[count];
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            int stage = reader.ReadInt32();
            columns[i] = new(name, stage == 0 ? ResNetFeatures.Pooled : ResNetFeatures.Stage(stage));
        }
        return columns;
    }
}
