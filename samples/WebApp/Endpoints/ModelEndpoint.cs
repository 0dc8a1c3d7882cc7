using Microsoft.Extensions.Options;
using WebApp.Serving;

namespace WebApp.Endpoints;

/// <summary><c>GET /model</c>: describes the model and the limits for pictures.</summary>
internal static class ModelEndpoint
{
    public static void MapModel(this IEndpointRouteBuilder routes) => routes
        .MapGet("/model", (ModelService model, IOptions<ServiceOptions> options) => TypedResults.Ok(
            new ModelDescription(model.Card, options.Value.MaximumUploadBytes, options.Value.MaximumPixels)))
        .AddEndpointFilter<RefusalFilter>()
        .WithName("Model")
        .WithSummary("Describes the model and the limits for pictures.")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
}

internal sealed record ModelDescription(ModelCard Model, long MaximumBytes, long MaximumPixels);
