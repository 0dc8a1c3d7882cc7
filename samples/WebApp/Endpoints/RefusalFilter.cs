using Microsoft.Extensions.Options;
using WebApp.Hosting;

namespace WebApp.Endpoints;

/// <summary>
/// Answers and counts rejected requests. This happens before the exception handler, which would not know the route and
/// would log them as errors.
/// </summary>
internal sealed class RefusalFilter(IOptions<ServiceOptions> options, ServiceMetrics metrics) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (Problems.From(exception, options.Value) is { } problem)
        {
            metrics.Refused(exception);
            if (problem.Status == StatusCodes.Status503ServiceUnavailable)
                Problems.RetryLater(context.HttpContext.Response);
            return TypedResults.Problem(problem);
        }
    }
}
