using Microsoft.ML.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Passes the activations of a model, in single precision, for the images of a data view to an observer.</summary>
internal static class Calibration
{
    /// <param name="environment">Cancels the computation.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">Images in the model's image column.</param>
    /// <param name="maximumImages">
    /// The number of images; a few more may be read, since images are scored in batches.
    /// </param>
    /// <param name="observer">Receives the activations.</param>
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
