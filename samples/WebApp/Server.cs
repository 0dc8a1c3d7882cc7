using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Prometheus;
using WebApp.Endpoints;
using WebApp.Hosting;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp;

/// <summary>Configures the web application.</summary>
internal static class Server
{
    // Bytes for multipart boundaries and headers in addition to the picture.
    private const int MultipartOverhead = 4096;

    /// <param name="arguments">The command line; see <see cref="ServiceOptions"/>.</param>
    /// <param name="configure">Changes services, for tests.</param>
    public static WebApplication Create(string[] arguments, Action<IServiceCollection>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        AddServices(builder.Services, builder.Configuration);
        configure?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        Use(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ServiceOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IClassifierSource, ClassifierSource>();
        services.AddSingleton<ModelService>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelService>());
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<UploadReader>();
        services.AddProblemDetails(Problems.Configure);
        services.AddRateLimiter(UploadLimit.Configure);
        services.AddRequestTimeouts();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServiceOptions>>((kestrel, options) =>
        {
            kestrel.Limits.MaxRequestBodySize = options.Value.MaximumUploadBytes + MultipartOverhead;
            kestrel.AddServerHeader = false;
        });
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ServiceOptions>>(
            (timeouts, options) => timeouts.AddPolicy(
                nameof(ServiceOptions.TimeoutSeconds), TimeSpan.FromSeconds(options.Value.TimeoutSeconds)));
        services.AddHealthChecks().AddCheck<ModelHealth>("model", tags: [HealthEndpoints.Readiness]);
        services.AddOpenApi();
    }

    private static void Use(WebApplication app)
    {
        ServiceMetrics metrics = app.Services.GetRequiredService<ServiceMetrics>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseHttpMetrics(metrics.Configure);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRequestTimeouts();
        app.UseRateLimiter();
        app.MapPredict();
        app.MapModel();
        app.MapHealth();
        app.MapMetrics(settings => settings.Registry = metrics.Registry);
        app.MapOpenApi();
    }
}
