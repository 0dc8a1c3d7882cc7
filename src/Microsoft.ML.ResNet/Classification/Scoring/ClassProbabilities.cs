using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Class probabilities of images, and the labels that they predict.</summary>
/// <param name="model">The classifier.</param>
/// <param name="network">The claim on its network.</param>
/// <param name="scoreColumn">Index of the score in the output's schema.</param>
internal sealed class ClassProbabilities(
    ClassifierModel model, NetworkLease<InferenceNetwork> network, int scoreColumn) : ImageComputation
{
    public override int RowLength => model.Classes.Count;

    public override void Compute(PixelBuffer images, Span<float> rows)
    {
        network.Network.Predict(images, rows);
        GC.KeepAlive(network);
    }

    public override Delegate CreateGetter(DataViewSchema.Column column, CurrentValues current)
    {
        if (column.Index == scoreColumn)
            return Vector(0, RowLength, current);
        float threshold = model.Rule.Threshold;
        return model.Rule.IsMultiLabel
            ? (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> labels) =>
                PredictedLabels.All(current(), threshold, ref labels))
            : (ValueGetter<uint>)((ref uint label) => label = PredictedLabels.One(current(), threshold));
    }

    public override void Dispose() => network.Dispose();
}
