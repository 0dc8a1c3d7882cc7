using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>The values of one column in the rows that were read ahead.</summary>
internal abstract class KeptColumn : IDisposable
{
    /// <summary>Prepares to keep a column; null if its values cannot be copied.</summary>
    /// <param name="row">The cursor that the column is read from.</param>
    /// <param name="column">The column.</param>
    /// <param name="capacity">Most rows that are kept at once.</param>
    public static KeptColumn? Create(DataViewRow row, DataViewSchema.Column column, int capacity) => column.Type switch
    {
        ImageDataViewType => new KeptImages(row.GetGetter<MLImage>(column), capacity),
        VectorDataViewType vector => Make(typeof(KeptVectors<>), vector.ItemType.RawType, row, column, capacity),
        PrimitiveDataViewType type => Make(typeof(KeptValues<>), type.RawType, row, column, capacity),
        _ => null,
    };

    /// <summary>Copies the value of the cursor's row.</summary>
    /// <returns>Bytes that the copy takes, about.</returns>
    public abstract long Keep(int slot);

    /// <summary>A getter of the value in the slot that is current when the getter is called.</summary>
    public abstract Delegate CreateGetter(Func<int> current);

    public virtual void Dispose()
    {
    }

    private static KeptColumn Make(
        Type kind, Type value, DataViewRow row, DataViewSchema.Column column, int capacity) =>
        (KeptColumn)Activator.CreateInstance(kind.MakeGenericType(value), row, column, capacity)!;
}

/// <summary>Keeps values, or what was thrown in place of one until it is asked for.</summary>
/// <param name="getter">Gets the value of the cursor's row.</param>
/// <param name="capacity">Most rows that are kept at once.</param>
internal abstract class KeptColumn<TValue>(ValueGetter<TValue> getter, int capacity) : KeptColumn
{
    private readonly ExceptionDispatchInfo?[] _errors = new ExceptionDispatchInfo?[capacity];
    private readonly TValue[] _values = new TValue[capacity];

    public override long Keep(int slot)
    {
        _errors[slot] = null;
        try
        {
            getter(ref _values[slot]);
            return Bytes(_values[slot]);
        }
        // Rows before this one must not suffer from it.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _errors[slot] = ExceptionDispatchInfo.Capture(e);
            return 0;
        }
    }

    public override Delegate CreateGetter(Func<int> current) => (ValueGetter<TValue>)((ref TValue value) =>
    {
        int slot = current();
        _errors[slot]?.Throw();
        Copy(_values[slot], ref value);
    });

    protected IEnumerable<TValue> Values => _values;

    protected abstract long Bytes(TValue value);

    protected abstract void Copy(TValue from, ref TValue to);
}

/// <summary>Keeps numbers, keys, texts and the like.</summary>
internal sealed class KeptValues<T>(DataViewRow row, DataViewSchema.Column column, int capacity)
    : KeptColumn<T>(row.GetGetter<T>(column), capacity)
{
    protected override long Bytes(T value) =>
        value is ReadOnlyMemory<char> text ? text.Length * sizeof(char) : Unsafe.SizeOf<T>();

    protected override void Copy(T from, ref T to) => to = from;
}

/// <summary>Keeps vectors.</summary>
internal sealed class KeptVectors<T>(DataViewRow row, DataViewSchema.Column column, int capacity)
    : KeptColumn<VBuffer<T>>(row.GetGetter<VBuffer<T>>(column), capacity)
{
    protected override long Bytes(VBuffer<T> value) => (long)value.GetValues().Length * Unsafe.SizeOf<T>();

    protected override void Copy(VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to);
}

/// <summary>Keeps images: what a getter gave belongs to its caller, so that a reader gets a copy of its own.</summary>
internal sealed class KeptImages(ValueGetter<MLImage> getter, int capacity) : KeptColumn<MLImage>(getter, capacity)
{
    private const int BytesPerPixel = 4;

    public override void Dispose()
    {
        foreach (MLImage? image in Values)
            image?.Dispose();
    }

    protected override long Bytes(MLImage? value) =>
        value is null ? 0 : (long)value.Width * value.Height * BytesPerPixel;

    protected override void Copy(MLImage? from, ref MLImage to)
    {
        MLImage? previous = to;
        to = from is null
            ? null!
            : MLImage.CreateFromPixels(from.Width, from.Height, from.PixelFormat, from.Pixels);
        if (from is not null)
            to.Tag = from.Tag;
        previous?.Dispose();
    }
}
