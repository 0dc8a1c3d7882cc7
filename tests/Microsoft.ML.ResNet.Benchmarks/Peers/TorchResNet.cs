using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Microsoft.ML.ResNet.Benchmarks.Peers;

/// <summary>The paper's CIFAR network of depth 6n+2 (section 4.2), option-A shortcuts, written for TorchSharp.</summary>
internal sealed class TorchResNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _stem;
    private readonly ModuleList<Block> _blocks = new();
    private readonly Module<Tensor, Tensor> _head;

    public TorchResNet(int depth, int classes)
        : base(nameof(TorchResNet))
    {
        _stem = Sequential(Conv2d(3, 16, 3, padding: 1, bias: false), BatchNorm2d(16), ReLU(inplace: true));
        int channels = 16;
        foreach (int width in (int[])[16, 32, 64])
            for (int i = 0; i < (depth - 2) / 6; i++)
            {
                _blocks.Add(new Block(channels, width, stride: channels == width ? 1 : 2));
                channels = width;
            }
        _head = Sequential(AdaptiveAvgPool2d(1), Flatten(), Linear(channels, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor x = _stem.forward(input);
        foreach (Block block in _blocks)
            x = block.forward(x);
        return _head.forward(x);
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _residual;
        private readonly int _stride;
        private readonly int _addedChannels;

        public Block(int inputs, int width, int stride)
            : base(nameof(Block))
        {
            _stride = stride;
            _addedChannels = width - inputs;
            _residual = Sequential(
                Conv2d(inputs, width, 3, stride: stride, padding: 1, bias: false), BatchNorm2d(width), ReLU(inplace: true),
                Conv2d(width, width, 3, padding: 1, bias: false), BatchNorm2d(width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => _residual.forward(x).add_(Shortcut(x)).relu_();

        private Tensor Shortcut(Tensor x)
        {
            if (_addedChannels == 0)
                return x;
            Tensor subsampled = x.slice(2, 0, x.shape[2], _stride).slice(3, 0, x.shape[3], _stride);
            return functional.pad(subsampled, [0, 0, 0, 0, 0, _addedChannels]);
        }
    }
}
