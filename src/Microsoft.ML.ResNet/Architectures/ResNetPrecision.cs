namespace Microsoft.ML.ResNet;

/// <summary>The numbers that a network computes with.</summary>
/// <remarks>
/// Weights, their gradients, batch-normalisation statistics, the head and every sum are single precision in the first two of them.
/// </remarks>
public enum ResNetPrecision
{
    /// <summary>Activations and products in single precision. As fast as it gets on CPUs without the following.</summary>
    Float32 = 0,

    /// <summary>
    /// Activations and their gradients, and the factors of every product, are rounded to bfloat16: 8 bits of exponent
    /// as in single precision, 8 instead of 24 significant bits. Half the memory; faster on CPUs with instructions for
    /// it (AMX, AVX512_BF16), slower on others.
    /// </summary>
    BFloat16 = 1,

    /// <summary>
    /// For scoring only: activations are bytes, weights are rounded to 8 bits with a scale for every output channel, and
    /// products are summed exactly. A quarter of the memory; fastest on CPUs with instructions for it (AMX, AVX-512 VNNI).
    /// <see cref="ResNetClassifierTransformer.Quantize"/> makes such a model.
    /// </summary>
    Int8 = 2,
}
