using Microsoft.ML.ResNet.Data;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class PixelStoreBudgetTests
{
    [Theory]
    [InlineData(2048, 64L << 30, 2048L << 20)]
    [InlineData(2048, 1L << 30, 512L << 20)]
    [InlineData(0, 1L << 30, 0)]
    public void IsAtMostHalfOfWhatTheProcessMayUse(int option, long available, long expected) =>
        Assert.Equal(expected, PixelStoreBudget.Of(option, available));

    [Fact]
    public void LogsWhereTheImagesAre()
    {
        var context = new MLContext(seed: 1);
        var log = new List<string>();
        context.Log += (_, e) => log.Add(e.Message);
        IDataView data = Tiny.Keyed(context, EncodedRow.Many(12));

        Tiny.Fit(context, data, o => o.Epochs = 1);
        Assert.Contains(log, message => message.Contains("12 images of 16x16: 0 MB in memory (limit for memory: "));
        Tiny.Fit(context, data, o => (o.Epochs, o.PixelStoreMemoryMB) = (1, 0));
        Assert.Contains(log, message => message.Contains("12 images of 16x16: 0 MB in a temporary file"));
    }
}
