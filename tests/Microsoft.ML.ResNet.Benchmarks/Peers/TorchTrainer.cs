using Microsoft.ML.ResNet.Benchmarks.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.ResNet.Benchmarks.Peers;

/// <summary>TorchSharp as it comes (NCHW, default allocator): forward, loss, backward, SGD with momentum and decay.</summary>
internal sealed class TorchTrainer : ITrainingStep
{
    private readonly TorchResNet _network;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public TorchTrainer(int depth, int batch, int size, int threads)
    {
        set_num_threads(threads);
        random.manual_seed(1);
        _network = new TorchResNet(depth, classes: 10);
        _network.train();
        _optimizer = optim.SGD(_network.parameters(), learningRate: 0.1, momentum: 0.9, weight_decay: 1e-4);
        _images = randn(batch, 3, size, size);
        _labels = randint(0, 10, [batch]);
    }

    public string Name => "TorchSharp 0.107 as it comes (NCHW)";

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(_network.forward(_images), _labels);
        loss.backward();
        _optimizer.step();
        loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
