using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torchvision;

/// <summary>
/// torchvision's ResNet built from TorchSharp's modules, with its parameter names. Independent of our layouts, to
/// verify that we interpret weights correctly.
/// </summary>
internal sealed class TorchvisionResNet : Module<Tensor, Tensor>
{
    private static readonly long[] s_widths = [64, 128, 256, 512];

    private readonly Conv2d _convolution = Conv2d(3, 64, 7L, stride: 2L, padding: 3L, bias: false);
    private readonly BatchNorm2d _normalization = BatchNorm2d(64);
    private readonly Sequential[] _layers;
    private readonly TorchSharp.Modules.Linear _linear;

    /// <param name="depths">Blocks per layer.</param>
    /// <param name="bottleneck">The kind of block.</param>
    /// <param name="classes">Number of logits.</param>
    public TorchvisionResNet(IReadOnlyList<int> depths, bool bottleneck, long classes)
        : base(nameof(TorchvisionResNet))
    {
        register_module("conv1", _convolution);
        register_module("bn1", _normalization);
        long channels = 64;
        _layers = new Sequential[depths.Count];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            List<Module<Tensor, Tensor>> blocks = [];
            for (int i = 0; i < depths[layer]; i++)
            {
                blocks.Add(new TorchvisionBlock(channels, s_widths[layer], layer > 0 && i == 0 ? 2 : 1, bottleneck));
                channels = bottleneck ? 4 * s_widths[layer] : s_widths[layer];
            }
            _layers[layer] = Sequential(blocks.ToArray());
            register_module($"layer{layer + 1}", _layers[layer]);
        }
        _linear = Linear(channels, classes);
        register_module("fc", _linear);
    }

    public override Tensor forward(Tensor x)
    {
        x = functional.relu(_normalization.forward(_convolution.forward(x)));
        x = functional.max_pool2d(x, 3, 2, 1);
        foreach (Sequential layer in _layers)
            x = layer.forward(x);
        return _linear.forward(functional.adaptive_avg_pool2d(x, 1).flatten(1));
    }

    /// <summary>
    /// Sets random weights, scales and shifts, and statistics between the initial ones and those of a mini-batch.
    /// Scales the logits so that no probability vanishes.
    /// </summary>
    public void Randomize(Tensor images)
    {
        using IDisposable inference = no_grad();
        foreach ((string name, Parameter value) in named_parameters())
        {
            if (value.dim() > 1)
                init.kaiming_normal_(value);
            else if (name.EndsWith(".weight", StringComparison.Ordinal))
                init.uniform_(value, 0.5, 1.5);
            else
                init.normal_(value, 0, 0.2);
        }
        train();
        for (int i = 0; i < 6; i++) // weight 1 - 0.9^6 for the images, the rest for the initial values
            forward(images);
        eval();
        using Tensor size = forward(images).std();
        _linear.weight!.div_(size);
        _linear.bias!.div_(size);
    }
}
