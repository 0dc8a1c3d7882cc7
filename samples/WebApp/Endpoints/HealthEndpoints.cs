using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebApp.Serving;

namespace WebApp.Endpoints;

/// <summary>
/// <c>GET /health/live</c>: the process responds. <c>GET /health</c> and <c>/health/ready</c>: it accepts pictures.
/// </summary>
internal static class HealthEndpoints
{
    public const string Readiness = "ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", Options(_ => true));
        routes.MapHealthChecks("/health/ready", Options(check => check.Tags.Contains(Readiness)));
        routes.MapHealthChecks("/health/live", Options(_ => false));
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> predicate) => new()
    {
        Predicate = predicate,
        ResponseWriter = static (context, report) => context.Response.WriteAsJsonAsync(new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description),
        }),
    };
}

/// <summary>Whether a model is loaded, and whether it is the one in the model file.</summary>
internal sealed class ModelHealth(ModelService model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult((model.IsReady, model.Refused) switch
        {
            (false, _) => HealthCheckResult.Unhealthy(model.Failure?.Message ?? new NotReadyException().Message),
            // Requests are still answered, so load balancers keep the server, but operators should know.
            (true, { } refused) => HealthCheckResult.Degraded(
                $"still serving {model.Card.Architecture}, because its replacement cannot be loaded: {refused}"),
            _ => HealthCheckResult.Healthy($"{model.Card.Architecture}, {model.Waiting} pictures waiting"),
        });
}
