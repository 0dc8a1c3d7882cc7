using Microsoft.ML.Data;

namespace Microsoft.ML.ResNet.Tests.Features;

/// <summary>Reads vector columns.</summary>
internal static class Vectors
{
    public static float[][] Of(IDataView data, string column = "Features")
    {
        List<float[]> rows = [];
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema[column]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(data.Schema[column]);
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            rows.Add([.. value.DenseValues()]);
        }
        return [.. rows];
    }
}

/// <summary>Output row of a prediction engine.</summary>
internal sealed class FeatureRow
{
    public float[] Features { get; set; } = [];
}
