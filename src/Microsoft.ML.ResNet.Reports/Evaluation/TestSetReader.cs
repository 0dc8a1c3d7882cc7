using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>Reads labels and scores of a transformed test set.</summary>
internal static class TestSetReader
{
    public delegate void Row(long row, IReadOnlyList<int>? labels, ReadOnlySpan<float> scores);

    /// <exception cref="ArgumentException">A column is missing or has the wrong type.</exception>
    public static void Read(IDataView scored, int classes, ResNetReportOptions options, Row add)
    {
        DataViewSchema.Column label = Column(scored.Schema, options.LabelColumnName, "label");
        DataViewSchema.Column score = Column(scored.Schema, options.ScoreColumnName, "score");
        if (label.Type is not KeyDataViewType { RawType: var raw } || raw != typeof(uint))
        {
            throw new ArgumentException(
                $"The label column '{label.Name}' has type {label.Type}; this classifier expects keys, as "
                + "created by MapValueToKey.");
        }
        using DataViewRowCursor cursor = scored.GetRowCursor([label, score]);
        LabelReader labels = LabelReader.Create(cursor, label);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            scores(ref values);
            int[]? known = labels.Read().Labels is [var one] && one < classes ? [one] : null;
            add(cursor.Position, known, values.IsDense ? values.GetValues() : values.DenseValues().ToArray());
        }
    }

    /// <exception cref="ArgumentException">The column is missing or does not match the classifier.</exception>
    public static void CheckScore(
        DataViewSchema schema, ResNetClassifierTransformer classifier, ResNetReportOptions options)
    {
        DataViewSchema.Column score = Column(schema, options.ScoreColumnName, "score");
        int classes = classifier.ClassNames.Count;
        if (score.Type is not VectorDataViewType { ItemType.RawType: var type, Size: var size } || type != typeof(float)
            || size != classes)
        {
            throw new ArgumentException(
                $"The column '{score.Name}' has type {score.Type}; expected are {classes} scores of Single.");
        }
    }

    public static DataViewSchema.Column Column(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentException(
            $"The transformed test set has no column '{name}' for the {role}; it has "
            + $"{string.Join(", ", schema.Select(column => column.Name).Distinct())}.");
}
