using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>An explanation transformer's state: everything that its model file contains.</summary>
/// <param name="Classifier">The classifier whose predictions are explained.</param>
/// <param name="Output">Name of the heat-map column.</param>
/// <param name="Plan">The class and the method.</param>
internal sealed record ExplanationModel(ClassifierModel Classifier, string Output, ExplanationPlan Plan);

/// <summary>
/// The two streams of a saved explanation model: the description (the plan, then the classifier's description) and the
/// classifier's weights.
/// </summary>
internal static class ExplanationFormat
{
    /// <summary>The kind of model, for messages.</summary>
    public const string ModelKind = "ResNet explanation";

    private const int Predicted = -1; // stands for the predicted class

    /// <summary>Everything in the model file except the weights.</summary>
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
        DescriptionStream.Write(stream, [.. writer.ToArray(), .. ModelDescription.From(model.Classifier).ToPayload()]);
    }

    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static Description ReadDescription(Stream stream) => ModelFileErrors.Wrap(ModelKind, () =>
    {
        var reader = new ModelPayloadReader(DescriptionStream.Read(stream));
        string output = reader.ReadString();
        var method = reader.ReadEnum<ResNetExplanationMethod>();
        int label = reader.ReadInt32();
        ExplanationPlan plan = new(
            method, label == Predicted ? null : label, reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        ModelDescription classifier = ModelDescription.FromPayload(reader.ReadRest());
        if (!plan.Fits(classifier.Architecture, classifier.Input, classifier.Classes.Count) || output.Length == 0)
            throw new InvalidDataException("The explanation options do not fit the classifier.");
        return new Description(output, plan, classifier);
    });

    /// <param name="stream">The classifier's weights.</param>
    /// <param name="present">Length of the stream in bytes.</param>
    /// <param name="description">The model's description.</param>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public static ExplanationModel ReadWeights(Stream stream, long present, Description description) => new(
        ModelFormat.ReadWeights(stream, present, description.Classifier), description.Output, description.Plan);
}
