using Microsoft.ML.ResNet.Architectures;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torch;

/// <summary>Converts between our order of dimensions and TorchSharp's.</summary>
internal static class TorchTensors
{
    /// <summary>Images, from (n, h, w, c) in memory.</summary>
    public static Tensor Images(float[] values, long n, int size, int channels, TorchVariant variant)
    {
        using Tensor nhwc = tensor(values, [n, size, size, channels]);
        using Tensor nchw = nhwc.permute(0, 3, 1, 2);
        return InOrder(nchw, variant).to(variant.Activations);
    }

    /// <summary>A convolution's weights, from HWIO.</summary>
    public static Tensor Weights(ReadOnlySpan<float> values, ConvolutionLayout layout, TorchVariant variant)
    {
        using Tensor hwio = tensor(
            values.ToArray(), [layout.Kernel, layout.Kernel, layout.InChannels, layout.OutChannels]);
        using Tensor oihw = hwio.permute(3, 2, 0, 1);
        return InOrder(oihw, variant);
    }

    /// <summary>A linear layer's weights, from [in][out].</summary>
    public static Tensor Matrix(ReadOnlySpan<float> values, int rows, int columns)
    {
        using Tensor matrix = tensor(values.ToArray(), [rows, columns]);
        using Tensor transposed = matrix.t();
        return transposed.contiguous();
    }

    /// <summary>The values in our order: HWIO for a convolution's weights, [in][out] for a linear layer's.</summary>
    public static float[] InOurOrder(this Tensor values)
    {
        using Tensor ordered = values.dim() switch
        {
            4 => values.permute(2, 3, 1, 0),
            2 => values.t(),
            _ => values.alias(),
        };
        using Tensor floats = ordered.to(ScalarType.Float32).contiguous();
        return floats.data<float>().ToArray();
    }

    /// <summary>The option-A shortcut over a block.</summary>
    public static Tensor ZeroPadding(BlockLayout block, Tensor x)
    {
        Tensor subsampled = x.slice(2, 0, x.shape[2], block.Stride).slice(3, 0, x.shape[3], block.Stride);
        return functional.pad(subsampled, [0, 0, 0, 0, 0, block.Last.OutChannels - block.First.InChannels]);
    }

    // An NCHW tensor stored in NHWC or NCHW order.
    private static Tensor InOrder(Tensor nchw, TorchVariant variant) => variant.ChannelsLast
        ? nchw.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2)
        : nchw.contiguous();
}
