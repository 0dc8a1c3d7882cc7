using Microsoft.ML.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Shows an observer what a model computes, in single precision, for the images of a data view.</summary>
internal static class Calibration
{
    /// <param name="environment">Whose cancellation ends it.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">Images in the model's image column.</param>
    /// <param name="maximumImages">
    /// After so many no more are asked for; as images are scored in batches, some more may have been seen.
    /// </param>
    /// <param name="observer">Sees the activations.</param>
    /// <exception cref="ArgumentException">There are no images.</exception>
    public static void Observe(
        IHostEnvironment environment, ClassifierModel model, IDataView data, int maximumImages,
        INetworkObserver observer)
    {
        using SharedNetwork<InferenceNetwork> network = ClassifierNetwork.Share(
            model with { Precision = ResNetPrecision.Float32 }, warning => MlNetEnvironment.Warn(environment, warning),
            observer);
        ScoringDataView scored = new(new ClassifierBindings(model, network, data.Schema), data);
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
    }
}
