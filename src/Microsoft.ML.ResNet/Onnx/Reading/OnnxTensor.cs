using System.Buffers.Binary;
using System.Globalization;
using Microsoft.ML.ResNet.Weights;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// A constant of a graph, whose number of values matches its shape. Values are read on demand.
/// </summary>
internal sealed class OnnxTensor
{
    // Nodes may share a list: little may be read for each of them.
    private const int LongestList = 64;

    private readonly TensorProto _proto;
    private readonly ExternalRange? _external;

    public string Name { get; }

    public IReadOnlyList<long> Shape => _proto.Dims;

    public int Count { get; }

    private DataType Type => (DataType)_proto.DataType;

    /// <param name="name">Its value's name in the graph.</param>
    /// <param name="proto">Its message.</param>
    /// <param name="files">Where values may be that are not in the message.</param>
    /// <exception cref="InvalidDataException">The values are not those of its shape and type.</exception>
    public OnnxTensor(string name, TensorProto proto, ExternalFiles files)
    {
        Name = name;
        _proto = proto;
        Count = CountOf(proto);
        if (SizeOf(Type) is not { } size)
            return; // such values are refused when they are asked for
        long bytes = (long)Count * size;
        if (bytes > Array.MaxLength)
            throw new InvalidDataException(
                FormattableString.Invariant($"{this} takes {bytes:N0} bytes; {Array.MaxLength:N0} are possible."));
        string unit = proto.HasRawData ? "bytes" : "values";
        if (proto.DataLocation == DataLocation.External)
            _external = files.Find(ToString(), proto.ExternalData, (int)bytes);
        else if (proto.HasRawData ? proto.RawData.Length != bytes : Typed(proto) != Count)
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{this} has "
                + $"{(proto.HasRawData ? proto.RawData.Length : Typed(proto)):N0} {unit}; its "
                + $"shape and type take {(proto.HasRawData ? bytes : Count):N0} {unit}."));
    }

    /// <summary>The value of all elements; null if they differ or there are none.</summary>
    public bool IsAll(float value) => Count > 0 && Array.TrueForAll(Singles(), single => single == value);

    /// <exception cref="InvalidDataException">It has other than floating-point numbers.</exception>
    public float[] Singles()
    {
        string? type = Type switch
        {
            DataType.Float => SafeTensorsType.Float32,
            DataType.Float16 => "F16",
            DataType.Bfloat16 => "BF16",
            DataType.Double => "F64",
            _ => null,
        };
        float[] values = new float[type is null ? 0 : Count];
        if (type is null)
            throw new InvalidDataException($"{this} is none of floating-point numbers of 16, 32 or 64 bits.");
        if (_external is not null || _proto.HasRawData)
            SafeTensorsType.TryDecode(type, _external?.Read() ?? _proto.RawData.Span, values);
        else
            CopyTyped(values);
        return values;
    }

    /// <summary>The values of a list of axes, sizes or the like.</summary>
    /// <exception cref="InvalidDataException">It has other than integers, or is longer than any such list.</exception>
    public long[] Integers()
    {
        if (Count > LongestList)
            throw new InvalidDataException($"{this} is where a list of at most {LongestList} integers should be.");
        ReadOnlySpan<byte> bytes = _external?.Read() ?? _proto.RawData.Span;
        bool isTyped = _external is null && !_proto.HasRawData;
        long[] values = new long[Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                DataType.Int64 when isTyped => _proto.Int64Data[i],
                DataType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]),
                DataType.Int32 or DataType.Bool when isTyped => _proto.Int32Data[i],
                DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]),
                DataType.Bool => bytes[i],
                _ => throw new InvalidDataException($"{this} is none of integers."),
            };
        }
        return values;
    }

    /// <summary>A text for messages.</summary>
    public override string ToString() => $"The tensor '{Name}' of {Type} and shape [{string.Join(", ", Shape)}]";

    private static int CountOf(TensorProto proto)
    {
        long count = 1;
        foreach (long size in proto.Dims)
        {
            if (size < 0 || (size > 0 && count > Array.MaxLength / size))
            {
                throw new InvalidDataException(
                    $"The tensor '{proto.Name}' has the shape [{string.Join(", ", proto.Dims.Take(8))}], which no "
                    + "tensor of a network can have.");
            }
            count *= size;
        }
        return (int)count;
    }

    private static int? SizeOf(DataType type) => type switch
    {
        DataType.Uint8 or DataType.Int8 or DataType.Bool => 1,
        DataType.Uint16 or DataType.Int16 or DataType.Float16 or DataType.Bfloat16 => 2,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
        _ => null,
    };

    // Values outside raw_data. All types of up to 32 bits but floats share one list.
    private static int Typed(TensorProto proto) => (DataType)proto.DataType switch
    {
        DataType.Float => proto.FloatData.Count,
        DataType.Double => proto.DoubleData.Count,
        DataType.Int64 => proto.Int64Data.Count,
        DataType.Uint32 or DataType.Uint64 => proto.Uint64Data.Count,
        _ => proto.Int32Data.Count,
    };

    private void CopyTyped(float[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                DataType.Float => _proto.FloatData[i],
                DataType.Double => (float)_proto.DoubleData[i],
                DataType.Float16 => (float)BitConverter.UInt16BitsToHalf((ushort)_proto.Int32Data[i]),
                _ => BitConverter.UInt32BitsToSingle((uint)(ushort)_proto.Int32Data[i] << 16), // bfloat16
            };
        }
    }

    /// <summary>A tensor that an attribute holds as plain numbers.</summary>
    public static OnnxTensor Of(string name, ExternalFiles files, IReadOnlyList<float> values, bool isScalar)
    {
        TensorProto proto = new() { DataType = (int)DataType.Float };
        proto.FloatData.AddRange(values);
        if (!isScalar)
            proto.Dims.Add(values.Count);
        return new OnnxTensor(name, proto, files);
    }

    /// <summary>The same of integers.</summary>
    public static OnnxTensor Of(string name, ExternalFiles files, IReadOnlyList<long> values, bool isScalar)
    {
        TensorProto proto = new() { DataType = (int)DataType.Int64 };
        proto.Int64Data.AddRange(values);
        if (!isScalar)
            proto.Dims.Add(values.Count);
        return new OnnxTensor(name, proto, files);
    }
}
