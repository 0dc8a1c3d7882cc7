using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>The types of elements in safetensors files.</summary>
internal static class SafeTensorsType
{
    public const string Float32 = "F32", Float16 = "F16";

    /// <summary>Bytes of an element; null for a type that is not known here.</summary>
    public static int? Size(string type) => type switch
    {
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
        "U16" or "I16" or Float16 or "BF16" => 2,
        "U32" or "I32" or Float32 => 4,
        "U64" or "I64" or "F64" => 8,
        _ => null,
    };

    /// <summary>Little-endian elements as floats; false for types other than F64, F32, F16 and BF16.</summary>
    public static bool TryDecode(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case Float32 when BitConverter.IsLittleEndian:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                return true;
            case Float32:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                return true;
            case Float16 when BitConverter.IsLittleEndian:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                return true;
            case Float16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                return true;
            case "BF16": // the upper half of a float
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.UInt32BitsToSingle(
                        (uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                }
                return true;
            case "F64":
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                return true;
            default:
                return false;
        }
    }
}
