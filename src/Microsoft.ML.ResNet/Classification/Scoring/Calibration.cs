using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet;

/// <summary>Learns the ranges of a network's activations by scoring images in single precision.</summary>
internal static class Calibration
{
    public static ActivationRanges Observe(
        IHostEnvironment environment, ClassifierModel model, IDataView data, int maximumImages)
    {
        ActivationRanges ranges = new(model.Network.CreateLayout().Units.Count());
        using SharedNetwork network = new(
            model with { Precision = Precision.Float32 }, warning => MlNetEnvironment.Warn(environment, warning), ranges);
        ScoringDataView scored = new(new ScoringBindings(model, data.Schema), network, data);
        DataViewSchema.Column column = scored.Schema[model.Columns.Score];
        long images = 0;
        using (DataViewRowCursor cursor = scored.GetRowCursor([column]))
        {
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> score = default;
            for (; images < maximumImages && cursor.MoveNext(); images++)
            {
                MlNetEnvironment.CheckAlive(environment);
                getter(ref score);
            }
        }
        if (images == 0)
            throw new ArgumentException("There are no images to calibrate with.", nameof(data));
        return ranges.AreFinite
            ? ranges
            : throw new InvalidOperationException("An activation is not a finite number: the model cannot be quantised.");
    }
}
