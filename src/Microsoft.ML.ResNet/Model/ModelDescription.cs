using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Model;

/// <summary>Everything in a model file except the weights, and the checksum of the weights.</summary>
internal sealed record ModelDescription(
    ResNetArchitecture Architecture, ChannelNormalization Normalization, ImageSpecification Specification, ImageSize Input,
    ClassLabels Classes, ScoringColumns Columns, ResNetBadImagePolicy BadImages,
    ResNetPrecision Precision, ActivationRanges? Ranges, PredictionRule Rule, string WeightsSha256)
{
    /// <summary>The crops of an image whose scores are averaged.</summary>
    public ResNetTestTimeAugmentation TestTimeAugmentation { get; init; }

    /// <summary>How training went, or null.</summary>
    public ResNetTrainingReport? TrainingReport { get; init; }

    public static ModelDescription From(ClassifierModel model) => new(
        model.Network.Architecture, model.Network.Normalization, model.Specification,
        new ImageSize(model.Network.Height, model.Network.Width), model.Classes, model.Columns,
        model.BadImages, model.Precision, model.Ranges, model.Rule, model.Network.WeightsSha256)
    {
        TestTimeAugmentation = model.TestTimeAugmentation,
        TrainingReport = model.TrainingReport,
    };

    public byte[] ToPayload()
    {
        var writer = new ModelPayloadWriter();
        DescriptionSerializer.Write(writer, Architecture);
        DescriptionSerializer.Write(writer, Specification);
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
        DescriptionSerializer.Write(writer, Ranges);
        writer.Write(Rule.IsMultiLabel ? (byte)1 : (byte)0);
        writer.Write(Rule.Threshold);
        ReportSerializer.Write(writer, TrainingReport);
        writer.Write(WeightsSha256);
        return writer.ToArray();
    }

    public static ModelDescription FromPayload(ReadOnlyMemory<byte> payload)
    {
        var reader = new ModelPayloadReader(payload);
        ResNetArchitecture architecture = DescriptionSerializer.ReadArchitecture(reader);
        ImageSpecification specification = DescriptionSerializer.ReadSpecification(reader);
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
        var badImages = reader.ReadEnum<ResNetBadImagePolicy>();
        var precision = reader.ReadEnum<ResNetPrecision>();
        var testTimeAugmentation = reader.ReadEnum<ResNetTestTimeAugmentation>();
        ActivationRanges? ranges =
            DescriptionSerializer.ReadRanges(reader, architecture, specification.Channels, count, precision);
        var rule = new PredictionRule(reader.ReadByte() != 0, reader.ReadSingle());
        if (rule.Threshold is not (>= 0 and <= 1))
            throw new InvalidDataException("Its prediction threshold is not between 0 and 1.");
        ResNetTrainingReport? report = ReportSerializer.Read(reader);
        string sha256 = reader.ReadString();
        if (!reader.IsAtEnd)
            throw new InvalidDataException("The description is longer than it should be.");
        return new ModelDescription(
            architecture, new ChannelNormalization(mean, deviation), specification, input, classes, columns, badImages,
            precision, ranges, rule, sha256)
        {
            TestTimeAugmentation = testTimeAugmentation,
            TrainingReport = report,
        };
    }
}
