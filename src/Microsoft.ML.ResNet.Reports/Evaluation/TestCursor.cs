using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>Reads labels and scores of a transformed test set.</summary>
internal static class TestCursor
{
    public delegate void Row(long row, IReadOnlyList<int>? labels, ReadOnlySpan<float> scores);

    /// <exception cref="ArgumentException">A column is missing or of a wrong type.</exception>
    public static void Read(
        IDataView scored, ResNetClassifierTransformer classifier, ResNetReportOptions options, Row add)
    {
        DataViewSchema.Column label = Column(scored.Schema, options.LabelColumnName, "label");
        DataViewSchema.Column score = Column(scored.Schema, options.ScoreColumnName, "score");
        if (score.Type is not VectorDataViewType { ItemType.RawType: var type, Size: var size } || type != typeof(float)
            || size != classifier.ClassNames.Count)
        {
            throw new ArgumentException(
                $"The column '{score.Name}' is of type {score.Type} where {classifier.ClassNames.Count} scores of Single "
                + "are expected.");
        }
        using DataViewRowCursor cursor = scored.GetRowCursor([label, score]);
        Func<IReadOnlyList<int>?> labels = Labels(cursor, label, classifier);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            scores(ref values);
            add(cursor.Position, labels(), values.IsDense ? values.GetValues() : values.DenseValues().ToArray());
        }
    }

    public static DataViewSchema.Column Column(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentException(
            $"The transformed test set has no column '{name}' for the {role}; it has "
            + $"{string.Join(", ", schema.Select(column => column.Name).Distinct())}.");

    private static Func<IReadOnlyList<int>?> Labels(
        DataViewRowCursor cursor, DataViewSchema.Column column, ResNetClassifierTransformer classifier)
    {
        int classes = classifier.ClassNames.Count;
        switch (column.Type)
        {
            case KeyDataViewType { RawType: var raw } when !classifier.IsMultiLabel && raw == typeof(uint):
                ValueGetter<uint> key = cursor.GetGetter<uint>(column);
                uint one = 0;
                return () =>
                {
                    key(ref one);
                    return one >= 1 && one <= classes ? [(int)one - 1] : null;
                };
            case VectorDataViewType { ItemType: KeyDataViewType { RawType: var raw } }
                when classifier.IsMultiLabel && raw == typeof(uint):
                ValueGetter<VBuffer<uint>> keys = cursor.GetGetter<VBuffer<uint>>(column);
                VBuffer<uint> many = default;
                return () =>
                {
                    keys(ref many);
                    return [.. many.DenseValues().Where(k => k >= 1 && k <= classes).Select(k => (int)k - 1).Distinct()];
                };
            case VectorDataViewType { ItemType: BooleanDataViewType } when classifier.IsMultiLabel:
                return Indicators<bool>(cursor, column, value => value);
            case VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw } }
                when classifier.IsMultiLabel && raw == typeof(float):
                return Indicators<float>(cursor, column, value => value > 0);
            default:
                throw new ArgumentException(
                    $"The label column '{column.Name}' is of type {column.Type}; this classifier's labels are "
                    + (classifier.IsMultiLabel ? "vectors of keys or of indicators." : "keys, as MapValueToKey makes them."));
        }
    }

    private static Func<IReadOnlyList<int>?> Indicators<T>(
        DataViewRowCursor cursor, DataViewSchema.Column column, Func<T, bool> applies)
    {
        ValueGetter<VBuffer<T>> getter = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return () =>
        {
            getter(ref values);
            return [.. values.DenseValues().Select((value, i) => (value, i)).Where(p => applies(p.value)).Select(p => p.i)];
        };
    }
}
