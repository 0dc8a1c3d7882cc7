using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.ML.ResNet.Persistence;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>Kills processes while they train; build/kill-and-resume.sh does the same on a large data set.</summary>
public sealed class KillAndResumeTests
{
    private const int Kills = 3;

    [Fact]
    public void RunKilledAtRandomMomentsEndsWithTheSameWeights()
    {
        using TemporaryFolder folder = new();
        ImageFolders.Write(folder.File("images"), perClass: 20);
        string[] options = ["--data", "images", "--epochs", "16", "--batch-size", "8", "--image-size", "16", "--threads", "1"];
        string[] saved = [.. options, "--checkpoint", "run.checkpoint", "--checkpoint-minutes", "0.00001"];
        string whole = Finish(folder, options);

        Random random = new(1);
        for (int i = 0; i < Kills; i++)
        {
            DateTime before = File.GetLastWriteTimeUtc(folder.File("run.checkpoint"));
            using Process process = SampleProcess.Start("QuickStart.dll", folder.Path, saved);
            // Once the checkpoint is written, training runs: kill it at a random moment of training or saving.
            while (File.GetLastWriteTimeUtc(folder.File("run.checkpoint")) == before && !process.HasExited)
                Thread.Sleep(1);
            Thread.Sleep(random.Next(60));
            Assert.False(process.HasExited, "killed too late");
            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(whole, Finish(folder, saved));
        Assert.False(File.Exists(AtomicFile.TemporaryPath(folder.File("run.checkpoint"))));
    }

    private static string Finish(TemporaryFolder folder, string[] options)
    {
        SampleProcess run = QuickStartTests.Run(folder, [.. options, "--json", "summary.json", "--output", "out"]);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        return (string)JsonNode.Parse(File.ReadAllText(folder.File("summary.json")))!["weightsSha256"]!;
    }
}
