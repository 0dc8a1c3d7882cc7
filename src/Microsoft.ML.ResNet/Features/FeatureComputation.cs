using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Features;

/// <summary>Computes the requested features of images.</summary>
/// <param name="plan">What to compute.</param>
/// <param name="columns">The output column of each of the plan's features.</param>
/// <param name="network">Keeps the network alive.</param>
internal sealed class FeatureComputation(FeaturePlan plan, int[] columns, NetworkLease<FeatureNetwork> network)
    : ImageComputation
{
    public override int RowLength => plan.RowLength;

    public override void Compute(PixelBuffer images, Span<float> rows)
    {
        network.Network.Compute(images, plan, rows);
        GC.KeepAlive(network);
    }

    public override Delegate CreateGetter(DataViewSchema.Column column, CurrentValues current)
    {
        (FeatureShape shape, int offset) = plan.Places[Array.IndexOf(columns, column.Index)];
        return Vector(offset, shape.Length, current);
    }

    public override void Dispose() => network.Dispose();
}
