using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using WebApp.Hosting;

namespace WebApp.Endpoints;

/// <summary>Answers exceptions; those of the server are logged, and not shown.</summary>
internal sealed class ExceptionProblems(
    IProblemDetailsService problems, IOptions<ServiceOptions> options, ServiceMetrics metrics,
    ILogger<ExceptionProblems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken token)
    {
        ProblemDetails? problem = Problems.Of(exception, options.Value);
        if (problem is null)
            ServerLog.Failed(log, exception);
        problem ??= new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Detail = "The server failed. Its log says why.",
        };
        metrics.Refused(exception);
        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            Problems.RetryLater(context.Response);
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }
}
