using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Benchmarks.Ours;

/// <summary>
/// Initial weights with the running statistics of one mini-batch. With initial statistics the activations of an
/// untrained network would grow from layer to layer.
/// </summary>
internal static class TrainedStatistics
{
    private const int BatchSize = 8;

    public static SharedValues Create(NetworkLayout layout)
    {
        SharedValues values = SharedValues.Damped(layout);
        MiniBatch batch = MiniBatch.Create(layout, BatchSize);
        using OurTraining training = new(layout, values, batch, ResNetPrecision.Float32, threads: 0);
        training.ForwardBackward();

        // running = (1 - momentum) * initial + momentum * the mini-batch's
        ReadOnlySpan<float> running = training.Network.Statistics.Span;
        for (int i = 0; i < running.Length; i++)
        {
            float initial = values.Statistics[i];
            values.Statistics[i] = initial + (running[i] - initial) / BatchNormalization.Momentum;
        }
        return values;
    }
}
