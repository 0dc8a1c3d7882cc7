using WebApp.LoadTest;
using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>A short load test of a server in a separate process.</summary>
[Collection(DrawnShapesTests.Name)]
public sealed class LoadTests(DrawnShapesServer server)
{
    // The garbage collector may keep free memory. Leaking the picture of every request would add 10 MB.
    private const double GrowthMB = 24;

    [Fact]
    public async Task AnswersManyRequestsWithoutLeaks()
    {
        DirectoryInfo temporary = Directory.CreateTempSubdirectory("resnet-web-tests-");
        try
        {
            using ServerProcess process = ServerProcess.Start(
                ["--Model", server.Model], new Dictionary<string, string> { ["TMPDIR"] = temporary.FullName });
            var run = new LoadRun(process.Address) { Clients = 8, Requests = 1000 };
            LoadResult result = await run.RunAsync(Pictures.Draw(), CancellationToken.None);

            string report = string.Join(Environment.NewLine, result.ToLines());
            Assert.True(result.Failures.IsEmpty, report);
            Assert.Equal(900, result.Milliseconds.Length);
            Assert.True(result.GrowthMB < GrowthMB, report);
            Assert.Empty(Uploads(temporary));
            if (OperatingSystem.IsWindows())
                return;
            Assert.Equal(0, process.Stop());
            Assert.Empty(Uploads(temporary));
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task ReportsFailedRequests()
    {
        var run = new LoadRun(server.Address) { Clients = 2, Requests = 20 };
        LoadResult result = await run.RunAsync([Picture.Draw("ring"), Picture.Draw("star")], CancellationToken.None);
        Assert.True(result.Failures.IsEmpty);
        await Assert.ThrowsAsync<HttpRequestException>(() => run.RunAsync([[1, 2, 3]], CancellationToken.None));
    }

    // Ignores the files that the runtime creates for debuggers.
    private static IEnumerable<string> Uploads(DirectoryInfo folder) => folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(file => file.Name).Where(name => !name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal)
            && !name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal));
}
