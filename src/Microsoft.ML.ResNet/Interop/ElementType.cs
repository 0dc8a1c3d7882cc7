namespace Microsoft.ML.ResNet.Interop;

/// <summary>The element type of a native buffer (RN_FLOAT32 and so on).</summary>
internal enum ElementType
{
    Float32 = 0,

    /// <summary>The upper half of a float: 8 bits of exponent, 7 of mantissa.</summary>
    BFloat16 = 1,

    /// <summary>An unsigned byte q that represents scale * (q - zero).</summary>
    UInt8 = 2,
}

internal static class ElementTypes
{
    /// <summary>In bytes.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float32 => sizeof(float),
        ElementType.BFloat16 => sizeof(ushort),
        _ => sizeof(byte),
    };
}
