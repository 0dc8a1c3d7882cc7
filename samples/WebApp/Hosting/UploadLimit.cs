using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using WebApp.Serving;

namespace WebApp.Hosting;

/// <summary>Limits the number of uploads in memory; further ones are answered with 503 at once.</summary>
internal static class UploadLimit
{
    public const string Policy = "uploads";

    public static void Configure(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(Policy, context => RateLimitPartition.GetConcurrencyLimiter(Policy, _ =>
            new ConcurrencyLimiterOptions
            {
                PermitLimit =
                    context.RequestServices.GetRequiredService<IOptions<ServiceOptions>>().Value.MaximumUploads,
                QueueLimit = 0,
            }));
        limiter.OnRejected = static async (rejected, token) =>
        {
            HttpContext context = rejected.HttpContext;
            QueueFullException busy = new();
            context.RequestServices.GetRequiredService<ServiceMetrics>().Refused(busy);
            Problems.RetryLater(context.Response);
            await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(
                new ProblemDetailsContext
                {
                    HttpContext = context,
                    ProblemDetails = new ProblemDetails { Status = context.Response.StatusCode, Detail = busy.Message },
                });
        };
    }
}
