using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WebApp.Serving;

namespace WebApp.Endpoints;

/// <summary>
/// <c>GET /health/live</c>: the process answers. <c>GET /health</c> and <c>/health/ready</c>: it takes pictures.
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

/// <summary>Whether the model is there, and is the one that its file has.</summary>
internal sealed class ModelHealth(ModelService model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult((model.IsReady, model.Refused) switch
        {
            (false, _) => HealthCheckResult.Unhealthy(model.Failure?.Message ?? new NotReadyException().Message),
            // Pictures are answered: a load balancer need not go elsewhere, but somebody should know.
            (true, { } refused) => HealthCheckResult.Degraded(
                $"{model.Card.Architecture} is served on, as the model that took its place cannot be: {refused}"),
            _ => HealthCheckResult.Healthy($"{model.Card.Architecture}, {model.Waiting} pictures waiting"),
        });
}
