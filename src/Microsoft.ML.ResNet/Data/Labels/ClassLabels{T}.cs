using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Classes with values of one type.</summary>
internal sealed class ClassLabels<T>(T[] values, ClassValueCodec<T> codec) : ClassLabels(values.Length)
{
    public override PrimitiveDataViewType ValueType => codec.Type;

    public override string NameOf(int index) => Convert.ToString(values[index], CultureInfo.InvariantCulture) ?? "";

    public override void Annotate(DataViewSchema.Annotations.Builder builder, string kind)
    {
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> buffer) =>
        {
            // A copy, because the receiver owns the buffer and may write to it.
            VBufferEditor<T> editor = VBufferEditor.Create(ref buffer, values.Length);
            values.CopyTo(editor.Values);
            buffer = editor.Commit();
        };
        builder.Add(kind, new VectorDataViewType(codec.Type, values.Length), getter);
    }

    public override bool HasSameValues(ClassLabels other) =>
        other is ClassLabels<T> same && same.Count == Count
            && Enumerable.Range(0, Count).All(i => NameOf(i).Normalize() == same.NameOf(i).Normalize());

    public override void Write(ModelPayloadWriter writer)
    {
        writer.Write(codec.Code);
        foreach (T value in values)
            codec.WriteValue(writer, value);
    }
}
