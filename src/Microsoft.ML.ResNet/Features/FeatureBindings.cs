using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Features;

/// <summary>A featurizer bound to an input schema.</summary>
internal sealed class FeatureBindings(
    FeaturizerModel model, IReadOnlyList<FeatureShape> shapes, SharedNetwork<FeatureNetwork> network,
    DataViewSchema input)
    : ScoringBindings(input, model.Image, model.Path, model.Specification, model.BadImages)
{
    public override DataViewSchema Output { get; } = FeatureSchema.Extend(input, model.Columns, shapes);

    public override ImageComputation Compute(IReadOnlyCollection<DataViewSchema.Column> output)
    {
        int[] active = [.. output.Select(column => column.Index - Input.Count).Where(index => index >= 0).Distinct()];
        return new FeatureComputation(
            new FeaturePlan(active.Select(index => shapes[index])), [.. active.Select(index => index + Input.Count)],
            network.Acquire());
    }
}
