using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WebApp;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>The web sample, listening on a free loopback port.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    public static async Task<RunningServer> StartAsync(string[] arguments, Action<IServiceCollection>? configure = null)
    {
        WebApplication app = Server.Create([.. arguments, "--urls", "http://127.0.0.1:0"], services =>
        {
            services.AddLogging(logging => logging.ClearProviders());
            configure?.Invoke(services);
        });
        await app.StartAsync();
        return new RunningServer(app);
    }

    /// <summary>Starts a server and waits until its model is loaded.</summary>
    public static async Task<RunningServer> StartReadyAsync(
        string[] arguments, Action<IServiceCollection>? configure = null) =>
        await (await StartAsync(arguments, configure)).ReadyAsync();

    /// <summary>Waits until the model is loaded.</summary>
    public async Task<RunningServer> ReadyAsync()
    {
        for (DateTime end = DateTime.UtcNow.AddMinutes(3); DateTime.UtcNow < end; await Task.Delay(50))
        {
            using HttpResponseMessage response = await Http.GetAsync("health");
            if (response.IsSuccessStatusCode)
                return this;
        }
        throw new TimeoutException("The server did not become ready.");
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
