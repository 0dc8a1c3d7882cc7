using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Ours;
using Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;
using Microsoft.ML.ResNet.Benchmarks.Peers.Torch;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Equivalence;

/// <summary>Checks that the same weights give the same logits for the same images.</summary>
internal static class InferenceEquivalence
{
    private const int Images = 8;

    public static Deviation Check(BenchmarkNetwork network, SharedValues values, ResNetPrecision precision)
    {
        NetworkLayout layout = network.Layout;
        MiniBatch batch = MiniBatch.Create(layout, Images);
        float[] truth = Centred(Torch(layout, values, batch, TorchVariant.Reference), layout.Classes);
        float[] peer = Centred(
            precision == ResNetPrecision.BFloat16
                ? Torch(layout, values, batch, TorchVariant.Best(precision))
                : Onnx(layout, values, batch),
            layout.Classes);
        float[] ours = Centred(Ours(network, values, batch, precision), layout.Classes);
        double peers = Deviation.Relative(peer, truth);
        return new Deviation("logits", Deviation.Relative(ours, truth), peers, Tolerance.For(precision, peers));
    }

    private static float[] Ours(
        BenchmarkNetwork network, SharedValues values, MiniBatch batch, ResNetPrecision precision)
    {
        using OurInference inference = new(network, values, batch, precision, threads: 0);
        inference.Step();
        return [.. inference.Probabilities.ToArray().Select(probability => MathF.Log(probability))];
    }

    private static float[] Onnx(NetworkLayout layout, SharedValues values, MiniBatch batch)
    {
        using OnnxInference inference = new(
            OnnxNetwork.Write(layout, values, batch.Count), layout, batch, Environment.ProcessorCount);
        inference.Step();
        return inference.Logits.ToArray();
    }

    private static float[] Torch(NetworkLayout layout, SharedValues values, MiniBatch batch, TorchVariant variant)
    {
        using TorchInference inference = new(layout, values, batch, variant, Environment.ProcessorCount);
        inference.Step();
        return inference.Logits;
    }

    // Subtracts each row's mean, which cannot be recovered from probabilities.
    private static float[] Centred(float[] logits, int classes) =>
    [
        .. from row in logits.Chunk(classes)
           let mean = row.Average()
           from logit in row
           select logit - mean,
    ];
}
