using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads class values of one type from a schema, and writes and reads them in a model file.</summary>
internal abstract class ClassValueCodec(byte code, PrimitiveDataViewType type)
{
    // The codes are part of the file format: new ones may be added, existing ones must not change.
    private static readonly ClassValueCodec[] s_all =
    [
        new ClassValueCodec<ReadOnlyMemory<char>>(
            1, TextDataViewType.Instance, (w, v) => w.Write(v.ToString()), r => r.ReadString().AsMemory()),
        new ClassValueCodec<bool>(
            2, BooleanDataViewType.Instance, (w, v) => w.Write(v ? (byte)1 : (byte)0), r => r.ReadByte() != 0),
        new ClassValueCodec<sbyte>(
            3, NumberDataViewType.SByte, (w, v) => w.Write((long)v), r => (sbyte)r.ReadInt64()),
        new ClassValueCodec<byte>(
            4, NumberDataViewType.Byte, (w, v) => w.Write((long)v), r => (byte)r.ReadInt64()),
        new ClassValueCodec<short>(
            5, NumberDataViewType.Int16, (w, v) => w.Write((long)v), r => (short)r.ReadInt64()),
        new ClassValueCodec<ushort>(
            6, NumberDataViewType.UInt16, (w, v) => w.Write((long)v), r => (ushort)r.ReadInt64()),
        new ClassValueCodec<int>(
            7, NumberDataViewType.Int32, (w, v) => w.Write((long)v), r => (int)r.ReadInt64()),
        new ClassValueCodec<uint>(
            8, NumberDataViewType.UInt32, (w, v) => w.Write((long)v), r => (uint)r.ReadInt64()),
        new ClassValueCodec<long>(
            9, NumberDataViewType.Int64, (w, v) => w.Write(v), r => r.ReadInt64()),
        new ClassValueCodec<ulong>(
            10, NumberDataViewType.UInt64, (w, v) => w.Write((long)v), r => (ulong)r.ReadInt64()),
        new ClassValueCodec<float>(
            11, NumberDataViewType.Single, (w, v) => w.Write(v), r => r.ReadSingle()),
        new ClassValueCodec<double>(
            12, NumberDataViewType.Double, (w, v) => w.Write(BitConverter.DoubleToInt64Bits(v)),
            r => BitConverter.Int64BitsToDouble(r.ReadInt64())),
        new ClassValueCodec<DateTime>(
            13, DateTimeDataViewType.Instance, (w, v) => w.Write(v.Ticks), r => new DateTime(r.ReadInt64())),
        new ClassValueCodec<TimeSpan>(
            14, TimeSpanDataViewType.Instance, (w, v) => w.Write(v.Ticks), r => new TimeSpan(r.ReadInt64())),
    ];

    public byte Code { get; } = code;

    public PrimitiveDataViewType Type { get; } = type;

    public static ClassValueCodec? For(PrimitiveDataViewType type) =>
        Array.Find(s_all, codec => codec.Type.Equals(type));

    public static ClassValueCodec? For(byte code) => Array.Find(s_all, codec => codec.Code == code);

    public abstract ClassLabels Read(DataViewSchema.Column column, string kind, int count);

    public abstract ClassLabels Read(ModelPayloadReader reader, int count);
}

/// <inheritdoc cref="ClassValueCodec"/>
internal sealed class ClassValueCodec<T>(
    byte code, PrimitiveDataViewType type, Action<ModelPayloadWriter, T> write, Func<ModelPayloadReader, T> read)
    : ClassValueCodec(code, type)
{
    public void WriteValue(ModelPayloadWriter writer, T value) => write(writer, value);

    public override ClassLabels Read(DataViewSchema.Column column, string kind, int count)
    {
        VBuffer<T> buffer = default;
        column.Annotations.GetValue(kind, ref buffer);
        return new ClassLabels<T>(buffer.DenseValues().Select(Own).ToArray(), this);
    }

    public override ClassLabels Read(ModelPayloadReader reader, int count)
    {
        // Every value takes at least one byte, so a wrong count is detected before memory is allocated.
        reader.Require(count);
        var values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = read(reader);
        return new ClassLabels<T>(values, this);
    }

    // Text values are slices of one large buffer; copies let it be collected.
    private static T Own(T value) => value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;
}
