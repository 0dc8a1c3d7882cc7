namespace Microsoft.ML.ResNet;

/// <summary>The number format in which a network computes.</summary>
/// <remarks>
/// With the first two, the weights, their gradients, the statistics of batch normalization, the head and all sums are in
/// single precision.
/// </remarks>
public enum ResNetPrecision
{
    /// <summary>
    /// Activations and products in single precision: the fastest choice on CPUs without support for the others.
    /// </summary>
    Float32 = 0,

    /// <summary>
    /// Activations, their gradients and the operands of every product are rounded to bfloat16, which has the exponent
    /// range of single precision and 8 instead of 24 significant bits. Half the memory; faster on CPUs with instructions
    /// for it (AMX, AVX512_BF16), slower on others.
    /// </summary>
    BFloat16 = 1,

    /// <summary>
    /// For scoring only: activations are 8-bit integers, weights are 8-bit integers with a scale for each output
    /// channel, and products are summed exactly. A quarter of the memory; the fastest choice on CPUs with instructions
    /// for it (AMX, AVX-512 VNNI). <see cref="ResNetClassifierTransformer.Quantize"/> creates such a model.
    /// </summary>
    Int8 = 2,
}
