using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torch;

/// <summary>TorchSharp's training step: forward, loss, backward, update.</summary>
internal sealed class TorchTraining : IContender
{
    private readonly optim.Optimizer _optimizer;
    private readonly ScalarType _loss;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public TorchNetwork Network { get; }

    public int Items { get; }

    public TorchTraining(
        NetworkLayout layout, SharedValues values, MiniBatch batch, TorchVariant variant, int threads)
    {
        set_num_threads(threads);
        Network = new TorchNetwork(layout, values, variant);
        _optimizer = optim.SGD(
            Network.Parameters.Select(parameter => parameter.Value), learningRate: SgdHyperparameters.LearningRate,
            momentum: SgdHyperparameters.Momentum, weight_decay: SgdHyperparameters.WeightDecay);
        _images = TorchTensors.Images(batch.Images, batch.Count, layout.Height, layout.Channels, variant);
        _labels = tensor([.. batch.Labels.Select(label => (long)label)]);
        _loss = variant.Loss;
        Items = batch.Count;
    }

    public void Step()
    {
        ForwardBackward();
        Update();
    }

    /// <summary>Returns the mean loss.</summary>
    public double ForwardBackward()
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(Network.Forward(_images).to(_loss), _labels);
        loss.backward();
        return loss.to(ScalarType.Float64).item<double>();
    }

    public void Update()
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
