using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Data;

/// <summary>Reads a row's labels from a column of any of the kinds that <see cref="LabelColumn"/> takes.</summary>
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

    /// <summary>The labels of the current row, 0-based and rising.</summary>
    public abstract RowLabels Read();

    // A key of 0 is a missing value.
    private sealed class KeyReader(ValueGetter<uint> getter) : LabelReader
    {
        public override RowLabels Read()
        {
            uint key = 0;
            getter(ref key);
            return key == 0 ? RowLabels.Missing : new RowLabels([(int)key - 1]);
        }
    }

    // Missing values, of labels that were not in the data of the mapping or that fill up a vector, are none.
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
                    return new RowLabels([], $"label {slot} is {value}; an indicator is 0 or 1");
                if (value == 1)
                    labels.Add(slot);
            }
            return new RowLabels([.. labels]);
        }
    }
}

/// <summary>What the label column says of a row.</summary>
/// <param name="Labels">0-based and rising; null if the row has none where it ought to.</param>
/// <param name="Error">What is wrong, if anything: the end of a message.</param>
internal readonly record struct RowLabels(int[]? Labels, string? Error = null)
{
    public static RowLabels Missing => new(null);
}
