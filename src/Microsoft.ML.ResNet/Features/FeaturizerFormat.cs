using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Features;

/// <summary>
/// The two streams of a featurizer: a description, see <see cref="DescriptionStream"/>, and the weights of the stages
/// that its columns need (<see cref="TrunkWeights"/>).
/// </summary>
internal static class FeaturizerFormat
{
    /// <summary>The model's name in messages.</summary>
    public const string ModelKind = "ResNet featurizer";

    public static void WriteDescription(Stream stream, FeaturizerModel model) => DescriptionStream.Write(
        stream, FeaturizerDescription.ToPayload(model, Weights(model).Hash(model.Network)));

    public static void WriteWeights(Stream stream, FeaturizerModel model) =>
        Weights(model).Write(stream, model.Network);

    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static FeaturizerDescription ReadDescription(Stream stream) =>
        ModelFileErrors.Wrap(ModelKind, () => FeaturizerDescription.FromPayload(DescriptionStream.Read(stream)));

    /// <param name="stream">The weights.</param>
    /// <param name="present">Length of the stream in bytes.</param>
    /// <param name="description">The model's description.</param>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static FeaturizerModel ReadWeights(Stream stream, long present, FeaturizerDescription description) =>
        ModelFileErrors.Wrap(ModelKind, () =>
        {
            ResNetArchitecture declared = description.Architecture;
            ResNetArchitecture architecture = TrunkArchitecture.Create(declared, description.Stages);
            (int height, int width) = (description.Input.Height, description.Input.Width);
            int channels = description.Specification.Channels, stages = description.Stages;
            NetworkLayout layout = new(architecture, height, width, channels, FeaturizerDescription.Classes);
            TrunkWeights weights = new(layout, stages);
            if (weights.Bytes != present)
            {
                throw new InvalidDataException(
                    $"The weights have {present} bytes; {stages} stages of {declared} need {weights.Bytes}.");
            }
            using WeightsHash hash = new();
            (float[] parameters, float[] statistics) = weights.Read(stream, hash);
            if (hash.Finish() != description.WeightsSha256)
                throw new InvalidDataException("The weights do not match their checksum.");
            ResNetModel network = new(
                architecture, height, width, channels, FeaturizerDescription.Classes, description.Normalization,
                parameters, statistics);
            return new FeaturizerModel(
                network, description.Specification, description.Image, description.Path, description.BadImages,
                description.Precision, description.Ranges, description.Columns)
            {
                Architecture = declared,
            };
        });

    private static TrunkWeights Weights(FeaturizerModel model) =>
        new(model.Network.CreateLayout(), model.Shapes().Max(shape => shape.Stage));
}
