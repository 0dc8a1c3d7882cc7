using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Compares predicted labels and scores with labels, over a data view.</summary>
internal sealed class MultiLabelEvaluation
{
    private readonly ClassLabels _labels;
    private readonly LabelRanking _ranking;
    private readonly LabelCounts[] _counts; // one per label; exact is not used
    private long _images, _exact;

    private MultiLabelEvaluation(ClassLabels labels)
    {
        _labels = labels;
        _ranking = new LabelRanking(labels.Count);
        _counts = new LabelCounts[labels.Count];
    }

    /// <param name="data">Scored images.</param>
    /// <param name="labelName">Column of the true labels.</param>
    /// <param name="scoreName">Column of probabilities.</param>
    /// <param name="predictedName">Column of the predicted labels.</param>
    /// <param name="onRow">Called for every row with its index, its true labels and its scores.</param>
    /// <exception cref="ArgumentException">
    /// A column is missing, of a wrong type, or has another number of labels.
    /// </exception>
    public static ResNetMultiLabelMetrics Run(
        IDataView data, string labelName, string scoreName, string predictedName,
        Action<long, int[], float[]>? onRow = null)
    {
        LabelColumn label = LabelColumn.Bind(data.Schema, labelName);
        if (!label.IsMultiLabel)
        {
            throw SchemaMismatch.Error(
                $"The label column '{labelName}' holds one class: evaluate with MulticlassClassification.Evaluate.");
        }
        int count = label.Classes.Count;
        DataViewSchema.Column score = RequiredColumn.Find(data.Schema, scoreName, "score");
        if (score.Type is not VectorDataViewType { ItemType.RawType: var raw } vector || raw != typeof(float)
            || vector.Size != count)
            throw WrongType(score, "score", $"a vector of {count} values of Single, one for every label");
        DataViewSchema.Column predicted = RequiredColumn.Find(data.Schema, predictedName, "predicted label");
        if (predicted.Type is not VectorDataViewType { ItemType: KeyDataViewType key } || key.Count != (ulong)count)
            throw WrongType(predicted, "predicted label", $"a vector of keys with {count} values");

        var evaluation = new MultiLabelEvaluation(label.Classes);
        using DataViewRowCursor cursor = data.GetRowCursor([label.Column, score, predicted]);
        LabelReader labels = LabelReader.Create(cursor, label.Column);
        LabelReader predictions = LabelReader.Create(cursor, predicted);
        ValueGetter<VBuffer<float>> scores = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            scores(ref values);
            RowLabels truth = labels.Read();
            if (truth.Error is { } error)
                throw new InvalidDataException($"{RowName.Format(cursor.Position, null)}: {error}.");
            float[] row = [.. values.DenseValues()];
            evaluation.Add(row, truth.Labels!, predictions.Read().Labels!);
            onRow?.Invoke(cursor.Position, truth.Labels!, row);
        }
        return evaluation.Complete();
    }

    private static ArgumentOutOfRangeException WrongType(DataViewSchema.Column column, string role, string right) =>
        SchemaMismatch.Error($"The {role} column '{column.Name}' is of type {column.Type} and must be {right}.");

    private void Add(float[] scores, int[] truth, int[] predicted)
    {
        if (scores.Any(float.IsNaN))
            return;
        _images++;
        _exact += truth.Order().SequenceEqual(predicted.Order()) ? 1 : 0;
        _ranking.Add(scores, truth);
        foreach (int label in predicted.Union(truth))
        {
            bool found = predicted.Contains(label), applies = truth.Contains(label);
            _counts[label] += new LabelCounts(0, found && applies ? 1 : 0, applies ? 0 : 1, found ? 0 : 1);
        }
    }

    private ResNetMultiLabelMetrics Complete()
    {
        if (_images == 0)
            throw new ArgumentException("There are no images with scores to evaluate.");
        double?[] precisions = _ranking.AveragePrecisions();
        ResNetLabelMetrics[] perLabel = [.. _counts.Select((counts, label) => new ResNetLabelMetrics
        {
            Name = _labels.NameOf(label),
            Images = counts.TruePositives + counts.FalseNegatives,
            Precision = (double)counts.TruePositives / (counts.TruePositives + counts.FalsePositives),
            Recall = (double)counts.TruePositives / (counts.TruePositives + counts.FalseNegatives),
            F1 = counts == default ? double.NaN : counts.F1,
            AveragePrecision = precisions[label] ?? double.NaN,
        })];
        LabelCounts all = _counts.Aggregate((a, b) => a + b);
        return new ResNetMultiLabelMetrics
        {
            Images = _images,
            MicroF1 = all.F1,
            MacroF1 = perLabel.Select(label => label.F1).Where(f1 => !double.IsNaN(f1)).DefaultIfEmpty(1).Average(),
            MeanAveragePrecision = precisions.Average() ?? double.NaN,
            ExactMatch = (double)_exact / _images,
            HammingLoss = (double)(all.FalsePositives + all.FalseNegatives) / ((double)_images * _labels.Count),
            PerLabel = perLabel,
        };
    }
}
