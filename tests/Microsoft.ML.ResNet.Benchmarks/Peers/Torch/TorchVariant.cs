using static TorchSharp.torch;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Torch;

/// <summary>How TorchSharp is set up.</summary>
/// <param name="ChannelsLast">Tensors lie in memory in NHWC order; NCHW else.</param>
/// <param name="Parameters">Type of parameters and statistics, and so of the update.</param>
/// <param name="Activations">Type of activations, and of the weights' copies that convolutions compute with.</param>
internal sealed record TorchVariant(bool ChannelsLast, ScalarType Parameters, ScalarType Activations)
{
    public static TorchVariant AsItComes { get; } = new(false, ScalarType.Float32, ScalarType.Float32);

    /// <summary>The truth that the others are compared to.</summary>
    public static TorchVariant Reference { get; } = new(false, ScalarType.Float64, ScalarType.Float64);

    /// <summary>
    /// What <c>network.to(bfloat16)</c> does: the update is rounded to bf16 too, which loses the small steps.
    /// </summary>
    public static TorchVariant AllBFloat16 { get; } = new(true, ScalarType.BFloat16, ScalarType.BFloat16);

    /// <summary>Of the loss, as of the logits before it.</summary>
    public ScalarType Loss => Activations == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>The fastest that computes the same as we do.</summary>
    public static TorchVariant Best(ResNetPrecision precision) => precision switch
    {
        ResNetPrecision.Float32 => new(true, ScalarType.Float32, ScalarType.Float32),
        ResNetPrecision.BFloat16 => new(true, ScalarType.Float32, ScalarType.BFloat16),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "TorchSharp has no such network."),
    };
}
