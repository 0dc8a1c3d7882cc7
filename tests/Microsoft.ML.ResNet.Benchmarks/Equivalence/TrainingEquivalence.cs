using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Ours;
using Microsoft.ML.ResNet.Benchmarks.Peers.Torch;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Interop;
using static TorchSharp.torch;

namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>Checks that a training step from the same weights on the same images has the same results.</summary>
internal static class TrainingEquivalence
{
    private const int Images = 8;

    private sealed record Results(double Loss, float[] Gradients, float[] Statistics, float[] Movement);

    public static IEnumerable<Deviation> Check(BenchmarkNetwork network, ResNetPrecision precision)
    {
        NetworkLayout layout = network.Layout;
        SharedValues values = SharedValues.Damped(layout);
        MiniBatch batch = MiniBatch.Create(layout, Images);
        Results truth = Torch(layout, values, batch, TorchVariant.Reference);
        Results peer = Torch(layout, values, batch, TorchVariant.Best(precision));
        Results ours = Ours(layout, values, batch, precision);
        return
        [
            Compare("loss", results => [(float)results.Loss]),
            Compare("gradients", results => results.Gradients),
            Compare("running statistics", results => results.Statistics),
            Compare("two updates", results => results.Movement),
        ];

        Deviation Compare(string quantity, Func<Results, float[]> values)
        {
            double peers = Deviation.Relative(values(peer), values(truth));
            double our = Deviation.Relative(values(ours), values(truth));
            return new Deviation(quantity, our, peers, Tolerance.For(precision, peers));
        }
    }

    private static Results Ours(NetworkLayout layout, SharedValues values, MiniBatch batch, ResNetPrecision precision)
    {
        using OurTraining training = new(layout, values, batch, precision, threads: 0);
        double loss = training.ForwardBackward();
        float[] gradients = training.Network.Gradients.Span.ToArray();
        training.Update();
        training.Update(); // now with momentum
        return new Results(
            loss, gradients, training.Network.Statistics.Span.ToArray(),
            Movement(values, training.Network.Parameters.Span.ToArray()));
    }

    private static Results Torch(NetworkLayout layout, SharedValues values, MiniBatch batch, TorchVariant variant)
    {
        using TorchTraining training = new(layout, values, batch, variant, Environment.ProcessorCount);
        double loss = training.ForwardBackward();
        float[] gradients = Gather(training.Network.Parameters.Select(p => (p.Range, p.Value.grad!)));
        training.Update();
        training.Update();
        return new Results(
            loss, gradients, Gather(training.Network.Statistics),
            Movement(values, Gather(training.Network.Parameters.Select(p => (p.Range, (Tensor)p.Value)))));
    }

    private static float[] Movement(SharedValues from, float[] to) =>
        [.. to.Zip(from.Parameters, (after, before) => after - before)];

    private static float[] Gather(IEnumerable<(ParameterRange Range, Tensor Value)> tensors)
    {
        (ParameterRange Range, Tensor Value)[] all = [.. tensors];
        float[] values = new float[all.Max(tensor => tensor.Range.End)];
        foreach ((ParameterRange range, Tensor value) in all)
            value.InOurOrder().CopyTo(values.Slice(range));
        return values;
    }
}
