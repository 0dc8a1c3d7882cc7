using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Benchmarks.Contenders;

namespace Microsoft.ML.ResNet.Benchmarks.Pipeline;

/// <summary>Reads the scores of all image files through an ML.NET pipeline.</summary>
internal sealed class PipelinePass : IContender
{
    private sealed record Row(string Path);

    private readonly IDataView _scored;
    private readonly string[] _columns;

    /// <summary>Repetitions of each file in a pass, to match the size of a typical folder.</summary>
    private const int Times = 4;

    public int Items => Times * ImageFiles.Count;

    /// <param name="ml">The context of the pipeline.</param>
    /// <param name="folder">Folder of the files.</param>
    /// <param name="fit">Fits the pipeline from the column "Path" to the scores.</param>
    /// <param name="columns">The vector columns to read.</param>
    public PipelinePass(
        MLContext ml, string folder, Func<IDataView, ITransformer> fit, params string[] columns)
    {
        Row[] rows = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => new Row(path))];
        IDataView files = ml.Data.LoadFromEnumerable(Enumerable.Repeat(rows, Times).SelectMany(row => row));
        _scored = fit(files).Transform(files);
        _columns = columns;
    }

    public void Step()
    {
        DataViewSchema.Column[] columns = Array.ConvertAll(_columns, name => _scored.Schema[name]);
        using DataViewRowCursor cursor = _scored.GetRowCursor(columns);
        ValueGetter<VBuffer<float>>[] getters =
            Array.ConvertAll(columns, cursor.GetGetter<VBuffer<float>>);
        var values = new VBuffer<float>[getters.Length];
        while (cursor.MoveNext())
        {
            for (int i = 0; i < getters.Length; i++)
                getters[i](ref values[i]);
        }
    }

    public void Dispose()
    {
    }
}
