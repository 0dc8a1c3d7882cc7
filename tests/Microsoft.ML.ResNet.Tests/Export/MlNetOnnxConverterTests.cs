using Microsoft.ML.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>ML.NET's own converter (Microsoft.ML.OnnxConverter) does not omit the network silently.</summary>
public sealed class MlNetOnnxConverterTests
{
    [Fact]
    public void SaysThatTheNetworkIsNotConverted()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Tiny.Keyed(ml, EncodedRow.Many(24));
        using ResNetClassifierTransformer model = Tiny.Fit(ml, data, o => o.Epochs = 1);
        using var alone = new MemoryStream();
        Assert.Contains("can not be fully converted", Record.Exception(
            () => ml.Model.ConvertToOnnx(model, data, alone))?.Message, StringComparison.Ordinal);

        ITransformer copied = ml.Transforms.CopyColumns("Probabilities", "Score").Fit(model.Transform(data));
        using var chained = new MemoryStream();
        Assert.Contains("can not be fully converted", Record.Exception(
            () => ml.Model.ConvertToOnnx(new TransformerChain<ITransformer>(model, copied), data, chained))?.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AViewOfScoresCannotBeSavedAsATransform()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = Tiny.Keyed(ml, EncodedRow.Many(24));
        using ResNetClassifierTransformer model = Tiny.Fit(ml, data, o => o.Epochs = 1);
        IDataView scored = model.Transform(data);
        Assert.Same(data, ((MlNetSeam.TransformView)scored).Source);
        using var stream = new MemoryStream();
        ml.Data.SaveAsBinary(ml.Transforms.SelectColumns("Score").Fit(scored).Transform(scored), stream);
        Assert.True(stream.Length > 0);
    }
}
