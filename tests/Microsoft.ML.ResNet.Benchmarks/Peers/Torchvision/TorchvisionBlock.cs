using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torchvision;

/// <summary>torchvision's BasicBlock or Bottleneck, with its parameter names.</summary>
internal sealed class TorchvisionBlock : Module<Tensor, Tensor>
{
    private readonly (Conv2d Convolution, BatchNorm2d Normalization)[] _units;
    private readonly Sequential? _downsample;

    /// <param name="input">Channels of the input.</param>
    /// <param name="width">Inner channels; a bottleneck's output has four times as many.</param>
    /// <param name="stride">Stride of the 3x3 convolution, in a basic block the first one.</param>
    /// <param name="bottleneck">Whether the block has three convolutions: 1x1, 3x3, 1x1.</param>
    public TorchvisionBlock(long input, long width, long stride, bool bottleneck)
        : base(nameof(TorchvisionBlock))
    {
        long output = bottleneck ? 4 * width : width;
        (long In, long Out, long Kernel, long Stride)[] shapes = bottleneck
            ? [(input, width, 1, 1), (width, width, 3, stride), (width, output, 1, 1)]
            : [(input, width, 3, stride), (width, width, 3, 1)];
        _units = [.. shapes.Select(s => (
            Conv2d(s.In, s.Out, s.Kernel, stride: s.Stride, padding: s.Kernel / 2, bias: false), BatchNorm2d(s.Out)))];
        for (int i = 0; i < _units.Length; i++)
        {
            register_module($"conv{i + 1}", _units[i].Convolution);
            register_module($"bn{i + 1}", _units[i].Normalization);
        }
        if (stride == 1 && input == output)
            return;
        _downsample = Sequential(
            Conv2d(input, output, 1L, stride: stride, bias: false), BatchNorm2d(output));
        register_module("downsample", _downsample);
    }

    public override Tensor forward(Tensor x)
    {
        Tensor y = x;
        for (int i = 0; i < _units.Length; i++)
        {
            y = _units[i].Normalization.forward(_units[i].Convolution.forward(y));
            y = i < _units.Length - 1 ? functional.relu(y) : y;
        }
        return functional.relu(y + (_downsample?.forward(x) ?? x));
    }
}
