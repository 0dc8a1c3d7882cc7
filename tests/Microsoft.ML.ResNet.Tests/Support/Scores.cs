using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Reads the columns of a classifier.</summary>
internal static class Scores
{
    public static float[][] Read(MLContext context, IDataView scored) =>
        [.. context.Data.CreateEnumerable<Row>(scored, reuseRowObject: false, ignoreMissingColumns: true).Select(row =>
            row.Score)];

    /// <summary>Reads all rows of a cursor: ids, scores and labels.</summary>
    public static List<(DataViewRowId Id, float[] Score, uint Label)> Read(DataViewRowCursor cursor)
    {
        var rows = new List<(DataViewRowId, float[], uint)>();
        using (cursor)
        {
            ValueGetter<DataViewRowId> id = cursor.GetIdGetter();
            ValueGetter<VBuffer<float>> score = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Score"]);
            ValueGetter<uint> label = cursor.GetGetter<uint>(cursor.Schema["PredictedLabel"]);
            while (cursor.MoveNext())
            {
                DataViewRowId rowId = default;
                VBuffer<float> values = default;
                uint predicted = 0;
                id(ref rowId);
                label(ref predicted);
                score(ref values);
                rows.Add((rowId, values.DenseValues().ToArray(), predicted));
            }
        }
        return rows;
    }

    private sealed class Row
    {
        public float[] Score { get; set; } = [];
    }
}
