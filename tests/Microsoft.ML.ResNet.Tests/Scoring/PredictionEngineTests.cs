using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class PredictionEngineTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(30);
    private readonly ITransformer _model;
    private readonly float[][] _expected;

    public PredictionEngineTests()
    {
        IDataView data = _context.Data.LoadFromEnumerable(_rows);
        _model = Tiny.Pipeline(_context).Fit(data);
        _expected = Scores.Read(_context, _model.Transform(data));
    }

    [Fact]
    public void PredictsTheSameAsTransform()
    {
        using var engine = Engine();
        for (int i = 0; i < _rows.Length; i++)
        {
            Prediction prediction = engine.Predict(_rows[i]);
            Assert.Equal(_expected[i], prediction.Score);
            Assert.Equal(DrawnImages.Classes[Array.IndexOf(prediction.Score, prediction.Score.Max())],
                prediction.Predicted);
        }
    }

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 2, 1, 0)]
    [InlineData(1, 3, 0, 2)]
    public void EnginesCanBeDisposedInAnyOrder(params int[] order)
    {
        PredictionEngine<EncodedRow, Prediction>[] engines = [.. Enumerable.Range(0, 4).Select(_ => Engine())];
        foreach (int disposed in order)
        {
            foreach (var engine in engines.Where(engine => engine is not null))
                Assert.Equal(_expected[5], engine.Predict(_rows[5]).Score);
            engines[disposed].Dispose();
            engines[disposed] = null!;
        }
        // Engines dispose the transformer, which stays usable.
        Assert.Equal(_expected, Scores.Read(_context, _model.Transform(_context.Data.LoadFromEnumerable(_rows))));
        using var another = Engine();
        Assert.Equal(_expected[7], another.Predict(_rows[7]).Score);
    }

    [Fact]
    public void ThreadsCanPredictConcurrently() =>
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
    {
        using var engine = Engine();
        for (int i = 0; i < _rows.Length; i++)
            Assert.Equal(_expected[i], engine.Predict(_rows[i]).Score);
    });

    [Fact]
    public void NativeMemoryIsFreedWithTheLastUser()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        IDataView scored = model.Transform(data);
        DataViewRowCursor cursor = scored.GetRowCursor(scored.Schema.Where(column => column.Name == "Score"));
        Assert.True(model.IsLoaded);

        model.Dispose();
        Assert.True(model.IsLoaded);
        cursor.Dispose();
        Assert.False(model.IsLoaded);

        Assert.Equal(_rows.Length, Scores.Read(_context, scored).Length);
        Assert.False(model.IsLoaded);
        model.Dispose();
    }

    [Fact]
    public void UndisposedRowsAreCollected()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        LeaveRows(model, data.Schema);
        model.Dispose();
        for (int i = 0; model.IsLoaded && i < 50; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
        Assert.False(model.IsLoaded);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void LeaveRows(ITransformer model, DataViewSchema schema)
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        _ = model.GetRowToRowMapper(data.Schema).GetRow(cursor, model.GetOutputSchema(schema));
    }

    private PredictionEngine<EncodedRow, Prediction> Engine() =>
        _context.Model.CreatePredictionEngine<EncodedRow, Prediction>(_model);
}
