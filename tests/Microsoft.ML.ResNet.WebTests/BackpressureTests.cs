using System.Net;
using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>Overload, timeouts, cancellation and shutdown.</summary>
public sealed class BackpressureTests
{
    private static readonly string[] s_narrow = ["--Engines", "1", "--QueueLength", "1"];

    [Fact]
    public async Task ServerIsAliveButNotReadyUntilTheModelIsLoaded()
    {
        var model = new FakeClassifier();
        model.Loaded.Reset();
        await using RunningServer server = await RunningServer.StartAsync([], model.Serve);
        using HttpResponseMessage live = await server.Http.GetAsync("health/live");
        Assert.Equal("Healthy", (string)(await live.JsonAsync())["status"]!);
        using HttpResponseMessage ready = await server.Http.GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using HttpResponseMessage early = await PostAsync(server);
        Assert.Contains("being prepared", await early.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter!.Delta);

        model.Loaded.Set();
        model.Allow(1);
        await server.ReadyAsync();
        using HttpResponseMessage answer = await PostAsync(server);
        Assert.Equal("yes", (string)(await answer.JsonAsync())["predicted"]![0]!);
    }

    [Fact]
    public async Task FullQueueAnswersWithRetryAfter()
    {
        var model = new FakeClassifier();
        await using RunningServer server = await RunningServer.StartReadyAsync(s_narrow, model.Serve);
        Task<HttpResponseMessage> scored = PostAsync(server);
        await model.UntilStartedAsync(1);
        Task<HttpResponseMessage> waiting = PostAsync(server);
        await UntilQueuedAsync(server);

        await AssertBusyAsync(server);
        string metrics = await server.Http.GetStringAsync("metrics");
        Assert.Contains("resnet_queue_length 1", metrics);
        Assert.Contains("""resnet_refused_total{reason="busy"} 1""", metrics);

        model.Allow(2);
        foreach (HttpResponseMessage response in await Task.WhenAll(scored, waiting))
        {
            using (response)
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task LimitsUploadsInMemory()
    {
        var model = new FakeClassifier();
        await using RunningServer server = await RunningServer.StartReadyAsync(["--MaximumUploads", "1"], model.Serve);
        Task<HttpResponseMessage> first = PostAsync(server);
        await model.UntilStartedAsync(1);
        await AssertBusyAsync(server);
        model.Allow(1);
        using HttpResponseMessage scored = await first;
        Assert.Equal(HttpStatusCode.OK, scored.StatusCode);
    }

    [Fact]
    public async Task SlowRequestsTimeOut()
    {
        var model = new FakeClassifier();
        await using RunningServer server = await RunningServer.StartReadyAsync(["--TimeoutSeconds", "0.3"], model.Serve);
        using HttpResponseMessage late = await PostAsync(server);
        Assert.Contains("too long", await late.ProblemAsync(HttpStatusCode.GatewayTimeout));
        model.Allow(1);
    }

    [Fact]
    public async Task CancelledRequestIsNotScored()
    {
        var model = new FakeClassifier();
        await using RunningServer server = await RunningServer.StartReadyAsync(s_narrow, model.Serve);
        Task<HttpResponseMessage> first = PostAsync(server);
        await model.UntilStartedAsync(1);
        using var cancellation = new CancellationTokenSource();
        Task<HttpResponseMessage> waiting = PostAsync(server, cancellation.Token);
        await UntilQueuedAsync(server);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        // The server notices the cancellation a moment later.
        await UntilAsync(
            server,
            "http_requests_in_progress{method=\"POST\",controller=\"\",action=\"\",endpoint=\"/predict\"} 1");

        model.Allow(2);
        using HttpResponseMessage scored = await first;
        Assert.Equal(HttpStatusCode.OK, scored.StatusCode);
        using HttpResponseMessage next = await PostAsync(server);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(2, model.Started);
    }

    [Fact]
    public async Task StoppingServerAnswersRequestsInProgress()
    {
        var model = new FakeClassifier();
        await using RunningServer server = await RunningServer.StartReadyAsync(s_narrow, model.Serve);
        Task<HttpResponseMessage> scored = PostAsync(server);
        await model.UntilStartedAsync(1);
        Task<HttpResponseMessage> waiting = PostAsync(server);
        await UntilQueuedAsync(server);

        Task stopped = server.StopAsync();
        Assert.False(stopped.IsCompleted);
        model.Allow(2);
        foreach (HttpResponseMessage response in await Task.WhenAll(scored, waiting))
        {
            using (response)
                Assert.Equal("yes", (string)(await response.JsonAsync())["predicted"]![0]!);
        }
        await stopped;
    }

    [Fact]
    public async Task DoesNotRevealServerErrors()
    {
        await using RunningServer server = await RunningServer.StartReadyAsync(
            [], new FakeClassifier { Fault = "secret" }.Serve);
        using HttpResponseMessage failed = await PostAsync(server);
        Assert.DoesNotContain("secret", await failed.ProblemAsync(HttpStatusCode.InternalServerError));
    }

    private static Task<HttpResponseMessage> PostAsync(RunningServer server, CancellationToken token = default) =>
        server.Http.PostAsync("predict", Picture.Body(Picture.Draw("ring", 16, 16)), token);

    private static async Task AssertBusyAsync(RunningServer server)
    {
        using HttpResponseMessage refused = await PostAsync(server);
        Assert.Contains("Too many", await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    private static Task UntilQueuedAsync(RunningServer server) => UntilAsync(server, "resnet_queue_length 1");

    private static async Task UntilAsync(RunningServer server, string line)
    {
        for (int i = 0; !(await server.Http.GetStringAsync("metrics")).Split('\n').Contains(line); i++)
        {
            Assert.True(i < 1000, await server.Http.GetStringAsync("metrics"));
            await Task.Delay(5);
        }
    }
}
