using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>The model file is replaced while the server runs.</summary>
[Collection(DrawnShapesTests.Name)]
public sealed class ReplacedModelTests(DrawnShapesServer drawn) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("resnet-web-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ServesTheOldModelUntilANewOneCanBeLoaded()
    {
        string path = Path.Combine(_folder.FullName, "model.zip");
        File.Copy(drawn.Model, path);
        var log = new WarningLog();
        await using RunningServer server = await RunningServer.StartReadyAsync(
            ["--Model", path, "--ReloadSeconds", "0.02"],
            services => services.AddLogging(logging => logging.AddProvider(log)));
        Assert.Equal("ring", await PredictedAsync(server));

        // Overwritten in place, which a memory-mapped model would not survive.
        byte[] damaged = File.ReadAllBytes(drawn.Model)[..5000];
        File.WriteAllBytes(path, damaged);
        string health = await UntilAsync(server, "Degraded");
        Assert.Contains($"'{path}' is not a model that can be served", health);
        Assert.Equal("ring", await PredictedAsync(server));
        Assert.Contains("resnet_model_refused 1", await server.Http.GetStringAsync("metrics"));
        string warning = Assert.Single(log.Warnings);
        Assert.Contains($"'{path}' is not a model", warning);

        File.Delete(path);
        Assert.Contains("does not exist", await UntilAsync(server, "Degraded", "does not exist"));
        Assert.Equal("ring", await PredictedAsync(server));

        string other = Path.Combine(_folder.FullName, "other.zip");
        WriteOther(other);
        File.Move(other, path);
        await UntilAsync(server, "Healthy", "Other");
        Assert.StartsWith("kind ", await PredictedAsync(server));
        Assert.Contains("resnet_model_refused 0", await server.Http.GetStringAsync("metrics"));
    }

    [Fact]
    public async Task LosesNoRequestsWhileModelsAreReplaced()
    {
        string path = Path.Combine(_folder.FullName, "model.zip"), other = Path.Combine(_folder.FullName, "other.zip");
        File.Copy(drawn.Model, path);
        await using RunningServer server = await RunningServer.StartReadyAsync(
            ["--Model", path, "--ReloadSeconds", "0.01"]);
        using var end = new CancellationTokenSource();
        Task<int>[] clients = [.. Enumerable.Range(0, 4).Select(async _ =>
        {
            int answers = 0;
            for (; !end.IsCancellationRequested; answers++)
                await PredictedAsync(server);
            return answers;
        })];
        WriteOther(other);
        File.Move(other, path, overwrite: true);
        await UntilAsync(server, "Healthy", "Other");
        File.Copy(drawn.Model, other);
        File.Move(other, path, overwrite: true);
        await UntilAsync(server, "Healthy", "ResNet8");
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(clients), answers => Assert.InRange(answers, 1, int.MaxValue));
    }

    private static async Task<string> PredictedAsync(RunningServer server)
    {
        using HttpResponseMessage response = await server.Http.PostAsync("predict", Picture.Body(Picture.Draw("ring")));
        return (string)(await response.JsonAsync())["predicted"]![0]!;
    }

    /// <summary>Waits for a health status whose description contains a text, and returns the description.</summary>
    private static async Task<string> UntilAsync(RunningServer server, string status, string expected = "")
    {
        string text = "";
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end; await Task.Delay(10))
        {
            using HttpResponseMessage response = await server.Http.GetAsync("health/ready");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            text = await response.Content.ReadAsStringAsync();
            JsonNode health = JsonNode.Parse(text)!;
            string reason = (string)health["checks"]!["model"]!;
            if ((string)health["status"]! == status && reason.Contains(expected, StringComparison.Ordinal))
                return reason;
        }
        throw new TimeoutException($"The server's health did not become {status}, {expected}: {text}");
    }

    private static void WriteOther(string path)
    {
        var ml = new MLContext(1);
        IDataView rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i =>
            new Row { Photo = Picture.Draw(i % 2 == 0 ? "ring" : "star", 32, 32), Kind = $"kind {i % 2}" }));
        var model = ml.Transforms.Conversion.MapValueToKey("Kind")
            .Append(ml.Transforms.ResNetClassifier(new ResNetClassifierEstimator.Options
            {
                LabelColumnName = "Kind",
                ImageColumnName = "Photo",
                Architecture = ResNetArchitecture.ResNet20 with { Name = "Other", StageDepths = [1, 1, 1] },
                Epochs = 1,
            }))
            .Fit(rows);
        ml.Model.Save(model, rows.Schema, path);
    }

    private sealed class Row
    {
        public byte[] Photo { get; set; } = [];

        public string Kind { get; set; } = "";
    }

    private sealed class WarningLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _warnings = new();

        public IEnumerable<string> Warnings => _warnings;

        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("WebApp.", StringComparison.Ordinal) ? this : NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Warning)
                _warnings.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
