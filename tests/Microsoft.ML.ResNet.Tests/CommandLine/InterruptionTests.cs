using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tests.Tool;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.CommandLine;

public sealed class InterruptionTests
{
    [Fact]
    public async Task WorkThatIgnoresTheTokenIsAbandoned()
    {
        using CancellationTokenSource source = new();
        using ManualResetEventSlim end = new();
        source.CancelAfter(50);
        long start = Stopwatch.GetTimestamp();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Interruption.RunAsync(
            () =>
        {
            end.Wait(CancellationToken.None);
            return 0;
        },
            source.Token));

        end.Set();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task WorkWithSomethingToSaveFinishes()
    {
        using CancellationTokenSource source = new();
        source.CancelAfter(50);
        Assert.Equal(7, await Interruption.RunAsync(
            () =>
        {
            using IDisposable finishing = Interruption.Finishing();
            Thread.Sleep(2000);
            return 7;
        },
            source.Token));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("HUP")]
    public void ASignalWhileAModelIsReadEndsTheToolAtOnce(string signal)
    {
        if (OperatingSystem.IsWindows())
            return; // it has no such signals
        using var folder = new TemporaryFolder();
        // Opening a pipe without a writer blocks, like a file on a disk that does not answer.
        Process.Start("mkfifo", [folder.File("model.zip")])!.WaitForExit();
        using Process tool = SampleProcess.Start("resnet.dll", folder.Path, "info", "model.zip", "--json", "out.json");
        // The JSON file's place is tried before the model is read.
        Thread.Sleep(TimeSpan.FromSeconds(3));
        long start = Stopwatch.GetTimestamp();

        Send(signal, tool);
        SampleProcess run = SampleProcess.Finish(tool);

        Assert.Equal(130, run.ExitCode);
        Assert.Equal(["cancelled"], run.ErrorLines);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal([folder.File("model.zip")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("QUIT")]
    [InlineData("HUP")]
    public void SignalsWithinASecondAreOneAndSaveTheModel(string signal)
    {
        if (OperatingSystem.IsWindows())
            return; // it has no such signals
        using var folder = new TemporaryFolder();
        ImageFolders.Write(folder.File("images"), perClass: 10);
        using Process tool = SampleProcess.Start(
            "resnet.dll", folder.Path, "train", "--data", "images", "--epochs", "100000", "--image-size", "16", "--output",
            "model.zip");
        while (tool.StandardOutput.ReadLine() is { } line && !line.StartsWith("epoch 1/", StringComparison.Ordinal))
            continue;

        // timeout signals a process and then its group.
        Send(signal, tool);
        Send(signal, tool);
        SampleProcess run = SampleProcess.Finish(tool);

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("saved the model so far", run.Error);
        ToolRun.Succeed(folder, "info model.zip");
    }

    private static void Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
