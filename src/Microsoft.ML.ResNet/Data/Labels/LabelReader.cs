using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads a row's labels from a column of any type that <see cref="LabelColumn"/> accepts.</summary>
internal abstract class LabelReader
{
    public static LabelReader Create(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
            return new KeyReader(row.GetGetter<uint>(column));
        if (vector.ItemType is KeyDataViewType)
            return new KeysReader(row.GetGetter<VBuffer<uint>>(column));
        return vector.ItemType is BooleanDataViewType
            ? new IndicatorReader<bool>(row.GetGetter<VBuffer<bool>>(column), value => value ? 1 : 0)
            : new IndicatorReader<float>(row.GetGetter<VBuffer<float>>(column), value => value);
    }

    /// <summary>The labels of the current row, 0-based and ascending.</summary>
    public abstract RowLabels Read();

    // Key 0 is a missing value.
    private sealed class KeyReader(ValueGetter<uint> getter) : LabelReader
    {
        public override RowLabels Read()
        {
            uint key = 0;
            getter(ref key);
            return key == 0 ? RowLabels.Missing : new RowLabels([(int)key - 1]);
        }
    }

    // Missing values are ignored: they are padding, or labels that the key mapping does not contain.
    private sealed class KeysReader(ValueGetter<VBuffer<uint>> getter) : LabelReader
    {
        private VBuffer<uint> _keys;

        public override RowLabels Read()
        {
            getter(ref _keys);
            IEnumerable<int> labels = _keys.Items().Where(item => item.Value != 0).Select(item => (int)item.Value - 1);
            return new RowLabels([.. labels.Distinct().Order()]);
        }
    }

    private sealed class IndicatorReader<T>(ValueGetter<VBuffer<T>> getter, Func<T, float> number) : LabelReader
    {
        private VBuffer<T> _indicators;

        public override RowLabels Read()
        {
            getter(ref _indicators);
            List<int> labels = [];
            foreach ((int slot, T indicator) in _indicators.Items())
            {
                float value = number(indicator);
                if (value is not (0 or 1))
                    return new RowLabels(
                        [], FormattableString.Invariant($"label {slot} is {value}; an indicator must be 0 or 1"));
                if (value == 1)
                    labels.Add(slot);
            }
            return new RowLabels([.. labels]);
        }
    }
}

/// <summary>The labels of a row, or what is wrong with them.</summary>
/// <param name="Labels">0-based and ascending; null if a required label is missing.</param>
/// <param name="Error">The error, as the end of a message; or null.</param>
internal readonly record struct RowLabels(int[]? Labels, string? Error = null)
{
    public static RowLabels Missing => new(null);
}
