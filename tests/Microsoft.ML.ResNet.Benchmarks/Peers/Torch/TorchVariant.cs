using static TorchSharp.torch;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torch;

/// <summary>Configuration of TorchSharp.</summary>
/// <param name="ChannelsLast">Whether tensors are stored in NHWC instead of NCHW order.</param>
/// <param name="Parameters">Type of parameters, statistics and update.</param>
/// <param name="Activations">Type of activations and of the weights as used by convolutions.</param>
internal sealed record TorchVariant(bool ChannelsLast, ScalarType Parameters, ScalarType Activations)
{
    public static TorchVariant Default { get; } = new(false, ScalarType.Float32, ScalarType.Float32);

    /// <summary>The reference that the others are compared with.</summary>
    public static TorchVariant Reference { get; } = new(false, ScalarType.Float64, ScalarType.Float64);

    /// <summary>
    /// What <c>network.to(bfloat16)</c> does: the update is rounded to bf16 too, which loses the small steps.
    /// </summary>
    public static TorchVariant AllBFloat16 { get; } = new(true, ScalarType.BFloat16, ScalarType.BFloat16);

    /// <summary>Type of logits and loss.</summary>
    public ScalarType Loss => Activations == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>The fastest configuration that is equivalent to ours.</summary>
    public static TorchVariant Best(ResNetPrecision precision) => precision switch
    {
        ResNetPrecision.Float32 => new(true, ScalarType.Float32, ScalarType.Float32),
        ResNetPrecision.BFloat16 => new(true, ScalarType.Float32, ScalarType.BFloat16),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "TorchSharp has no such network."),
    };
}
