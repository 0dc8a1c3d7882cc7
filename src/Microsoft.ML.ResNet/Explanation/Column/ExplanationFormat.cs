using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>
/// The two streams of explanations: a description, which is what is explained and then the classifier's, and the
/// classifier's weights.
/// </summary>
internal static class ExplanationFormat
{
    /// <summary>What a model is called in messages.</summary>
    public const string What = "ResNet explanation";

    private const int Predicted = -1; // in the place of a class

    /// <summary>What a model file says of explanations besides the weights.</summary>
    public sealed record Description(string Output, ExplanationPlan Plan, ModelDescription Classifier);

    public static void WriteDescription(Stream stream, ExplanationModel model)
    {
        var writer = new ModelPayloadWriter();
        writer.Write(model.Output);
        writer.Write((int)model.Plan.Method);
        writer.Write(model.Plan.Class ?? Predicted);
        writer.Write(model.Plan.Stage);
        writer.Write(model.Plan.PatchSize);
        writer.Write(model.Plan.PatchStride);
        DescriptionStream.Write(stream, [.. writer.ToArray(), .. ModelDescription.Of(model.Classifier).ToPayload()]);
    }

    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static Description ReadDescription(Stream stream) => Damage.Guard(What, () =>
    {
        var reader = new ModelPayloadReader(DescriptionStream.Read(stream));
        string output = reader.ReadString();
        var method = reader.ReadEnum<ResNetExplanationMethod>();
        int label = reader.ReadInt32();
        ExplanationPlan plan = new(
            method, label == Predicted ? null : label, reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        ModelDescription classifier = ModelDescription.FromPayload(reader.ReadRest());
        if (!plan.Fits(classifier.Architecture, classifier.Input, classifier.Classes.Count) || output.Length == 0)
            throw new InvalidDataException("What is explained does not fit the classifier.");
        return new Description(output, plan, classifier);
    });

    /// <param name="stream">The classifier's weights.</param>
    /// <param name="present">Bytes in the stream.</param>
    /// <param name="description">Of the model.</param>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static ExplanationModel ReadWeights(Stream stream, long present, Description description) => new(
        ModelFormat.ReadWeights(stream, present, description.Classifier), description.Output, description.Plan);
}
