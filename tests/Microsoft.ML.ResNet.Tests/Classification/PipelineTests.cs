using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>The classifier in the places where ML.NET pipelines put it.</summary>
public sealed class PipelineTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void LearnsToTellShapesAndEvaluates()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(240));
        IDataView test = _context.Data.LoadFromEnumerable(EncodedRow.Many(60, seed: 7));

        ITransformer model = Tiny.Pipeline(_context, o => o.Epochs = 10).Fit(data);
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(model.Transform(test));

        Assert.True(metrics.MicroAccuracy > 0.8, $"accuracy {metrics.MicroAccuracy}");
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
        string table = metrics.ConfusionMatrix.GetFormattedConfusionTable();
        Assert.All(DrawnImages.Classes, name => Assert.Contains(name, table));
    }
}
