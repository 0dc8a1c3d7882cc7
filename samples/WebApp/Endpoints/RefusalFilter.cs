using Microsoft.Extensions.Options;
using WebApp.Hosting;

namespace WebApp.Endpoints;

/// <summary>
/// Answers and counts requests that cannot be served. Before the exception handler, which would no longer know their
/// route and log them as faults.
/// </summary>
internal sealed class RefusalFilter(IOptions<ServiceOptions> options, ServiceMetrics metrics) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (Problems.Of(exception, options.Value) is { } problem)
        {
            metrics.Refused(exception);
            if (problem.Status == StatusCodes.Status503ServiceUnavailable)
                Problems.RetryLater(context.HttpContext.Response);
            return TypedResults.Problem(problem);
        }
    }
}
