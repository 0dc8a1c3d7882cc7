using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>A classifier bound to an input schema: it adds the predicted label and the score.</summary>
internal sealed class ClassifierBindings(
    ClassifierModel model, SharedNetwork<InferenceNetwork> network, DataViewSchema input)
    : ScoringBindings(input, model.Columns.Image, model.Columns.Path, model.Specification, model.BadImages)
{
    public override DataViewSchema Output { get; } = ScoringSchema.Extend(input, model);

    public override ImageComputation Compute(IReadOnlyCollection<DataViewSchema.Column> output) =>
        new ClassProbabilities(model, network.Acquire(), scoreColumn: Input.Count + 1);
}
