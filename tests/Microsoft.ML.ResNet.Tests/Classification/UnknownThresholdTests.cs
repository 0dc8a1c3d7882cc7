using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class UnknownThresholdTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly EncodedRow[] _rows = EncodedRow.Many(60);

    [Fact]
    public void WhatIsNotProbableEnoughIsUnknown()
    {
        IDataView data = Tiny.Keyed(_context, _rows);
        ResNetClassifierTransformer model = Tiny.Fit(_context, data, o => o.Epochs = 1);
        (float[] Score, uint Label)[] all = Read(model, data);
        float threshold = all.Select(row => row.Score.Max()).Order().ElementAt(30); // half are below
        (float[] Score, uint Label)[] sure = Read(model.WithUnknownThreshold(threshold), data);

        Assert.Equal(0, model.Threshold);
        Assert.All(all, row => Assert.NotEqual(0u, row.Label));
        Assert.InRange(sure.Count(row => row.Label == 0), 20, 30);
        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal(all[i].Score, sure[i].Score);
            Assert.Equal(all[i].Score.Max() >= threshold ? all[i].Label : 0, sure[i].Label);
        }
    }

    [Fact]
    public void TheThresholdIsSavedAndUnknownIsTheMissingValue()
    {
        IDataView data = _context.Data.LoadFromEnumerable(_rows);
        ITransformer model = Tiny.Pipeline(_context, o => o.UnknownThreshold = 0.999f).Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        var loaded = (TransformerChain<ITransformer>)new MLContext().Model.Load(stream, out _);
        Assert.Equal(0.999f, loaded.OfType<ResNetClassifierTransformer>().Single().Threshold);
        using PredictionEngine<EncodedRow, Prediction> engine =
            _context.Model.CreatePredictionEngine<EncodedRow, Prediction>(loaded);
        Assert.Equal("", engine.Predict(_rows[0]).Predicted);
        // Accuracy is that of the scores.
        Assert.InRange(_context.MulticlassClassification.Evaluate(loaded.Transform(data)).MicroAccuracy, 0.1, 1);
    }

    private static (float[] Score, uint Label)[] Read(ResNetClassifierTransformer model, IDataView data)
    {
        IDataView scored = model.Transform(data);
        return [.. Scores.Read(scored.GetRowCursor(scored.Schema)).Select(row => (row.Score, row.Label))];
    }
}
