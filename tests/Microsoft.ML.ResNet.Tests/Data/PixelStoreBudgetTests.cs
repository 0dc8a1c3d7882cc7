using System.Diagnostics;
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

    [Fact]
    public void FollowsTheLimitOfTheProcess()
    {
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 4);
        var start = new ProcessStartInfo("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "resnet.dll"), "train", "--data", "images", "--epochs", "1", "--image-size", "16",
            "--output", "model.zip",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000"; // 256 MB
        using Process process = Process.Start(start)!;
        SampleProcess run = SampleProcess.Finish(process);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("(limit for memory: 128 MB)", run.Output);
    }
}
