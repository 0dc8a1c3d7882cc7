using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>An explanation model bound to an input schema: the input's columns and the column of heat maps.</summary>
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

/// <summary>Computes the heat maps of images.</summary>
internal sealed class ImageExplanations(ExplanationModel model, NetworkLease<Explainer> explainer) : ImageComputation
{
    public override int RowLength => model.Classifier.Network.Height * model.Classifier.Network.Width;

    public override unsafe void Compute(PixelBuffer images, Span<float> rows)
    {
        for (int i = 0; i < images.Count; i++)
        {
            ReadOnlySpan<byte> image = new((byte*)images.Pixels + (long)i * images.Shape.Bytes, images.Shape.Bytes);
            explainer.Network.Explain(image, model.Plan).Map.Span.CopyTo(rows.Slice(i * RowLength, RowLength));
        }
        GC.KeepAlive(explainer);
    }

    public override Delegate CreateGetter(DataViewSchema.Column column, CurrentValues current) =>
        Vector(0, RowLength, current);

    public override void Dispose() => explainer.Dispose();
}
