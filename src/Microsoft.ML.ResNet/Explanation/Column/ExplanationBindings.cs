using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Explanations bound to an input schema: its columns, then the maps.</summary>
internal sealed class ExplanationBindings(
    ExplanationModel model, SharedNetwork<Explainer> explainer, DataViewSchema input)
    : ScoringBindings(
        input, model.Classifier.Columns.Image, model.Classifier.Columns.Path, model.Classifier.Specification,
        model.Classifier.BadImages)
{
    public override DataViewSchema Output { get; } = Extend(input, model);

    public override ImageComputation Compute(IReadOnlyCollection<DataViewSchema.Column> output) =>
        new ImageExplanations(model, explainer.Acquire());

    private static DataViewSchema Extend(DataViewSchema input, ExplanationModel model)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        ResNetModel network = model.Classifier.Network;
        builder.AddColumn(
            model.Output, new VectorDataViewType(NumberDataViewType.Single, network.Height, network.Width));
        return builder.ToSchema();
    }
}
