using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>The maps of images that were asked for.</summary>
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
