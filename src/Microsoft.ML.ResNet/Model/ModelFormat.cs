using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Model;

/// <summary>
/// The two streams of a saved classifier: the description (<see cref="DescriptionStream"/>) and the weights (parameters,
/// then running statistics, as <see cref="BytePlanes"/>).
/// </summary>
/// <remarks>
/// Reading checks every length against the stream and the architecture before allocating, and both checksums before
/// using anything.
/// </remarks>
internal static class ModelFormat
{
    /// <summary>Format version, shared by all kinds of models.</summary>
    public const uint Version = 0x00010004;

    /// <summary>The kind of model, for messages.</summary>
    public const string ModelKind = "ResNet classifier";

    public static void WriteDescription(Stream stream, ModelDescription description) =>
        DescriptionStream.Write(stream, description.ToPayload());

    public static void WriteWeights(Stream stream, ResNetModel network)
    {
        FloatStream.Write(stream, network.Parameters.Span);
        FloatStream.Write(stream, network.RunningStatistics.Span);
    }

    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static ModelDescription ReadDescription(Stream stream) =>
        ModelFileErrors.Wrap(ModelKind, () => ModelDescription.FromPayload(DescriptionStream.Read(stream)));

    /// <param name="stream">Parameters, then statistics.</param>
    /// <param name="present">Length of the stream in bytes.</param>
    /// <param name="description">The model's description.</param>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static ClassifierModel ReadWeights(
        Stream stream, long present, ModelDescription description) => ModelFileErrors.Wrap(ModelKind, () =>
    {
        ImageSpecification specification = description.Specification;
        int classes = description.Classes.Count;
        long parameters = ResNetModel.ParameterCount(description.Architecture, specification.Channels, classes);
        long statistics = ResNetModel.StatisticsCount(description.Architecture, specification.Channels, classes);
        long expected = checked((parameters + statistics) * sizeof(float));
        if (expected != present)
            throw new InvalidDataException(
                $"The weights have {present} bytes, but {description.Architecture} needs {expected}.");
        using WeightsHash hash = new();
        float[] parameterValues = FloatStream.Read(stream, parameters, hash);
        float[] statisticsValues = FloatStream.Read(stream, statistics, hash);
        if (hash.Finish() != description.WeightsSha256)
            throw new InvalidDataException("The weights do not match their checksum.");
        var network = new ResNetModel(
            description.Architecture, description.Input.Height, description.Input.Width, specification.Channels, classes,
            description.Normalization, parameterValues, statisticsValues, description.WeightsSha256);
        return new ClassifierModel(
            network, specification, description.Classes, description.Columns, description.BadImages,
            description.Precision, description.Ranges, description.Rule)
        {
            TestTimeAugmentation = description.TestTimeAugmentation,
            TrainingReport = description.TrainingReport,
        };
    });
}
