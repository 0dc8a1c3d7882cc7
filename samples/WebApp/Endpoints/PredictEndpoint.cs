using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using WebApp.Hosting;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp.Endpoints;

/// <summary><c>POST /predict</c>: a picture in, classes out.</summary>
internal static class PredictEndpoint
{
    // Sharp enough for the page. To draw an overlay takes much longer than to find what it shows.
    private const int SmallestOverlay = 256, LargestOverlay = 512;

    public static void MapPredict(this IEndpointRouteBuilder routes) => routes
        .MapPost("/predict", PredictAsync)
        .AddEndpointFilter<RefusalFilter>()
        .WithName("Predict")
        .WithSummary("Classifies a picture.")
        .Accepts<IFormFile>("multipart/form-data", "image/*", "application/octet-stream")
        .Produces<Prediction>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .ProducesProblem(StatusCodes.Status504GatewayTimeout)
        .RequireRateLimiting(UploadLimit.Policy)
        .WithRequestTimeout(nameof(ServiceOptions.TimeoutSeconds));

    private static async Task<Prediction> PredictAsync(
        HttpRequest request, ModelService model, UploadReader uploads, IOptions<ServiceOptions> options,
        ServiceMetrics metrics, CancellationToken token,
        [FromQuery, Description("Whether to show where in the picture the most probable class was seen.")]
        bool overlay = false)
    {
        _ = model.Card; // while there is no model, uploads are refused unread
        Upload upload = await uploads.ReadAsync(request, token);
        long start = Stopwatch.GetTimestamp();
        (ModelCard card, ImageScores scores) = await model.ScoreAsync(
            upload.Content, overlay ? OverlaySide(upload) : null, token);
        metrics.Scored(Stopwatch.GetElapsedTime(start));
        return Prediction.Of(card, scores, options.Value.Top, upload);
    }

    private static int OverlaySide(Upload upload) =>
        Math.Clamp(Math.Max(upload.Width, upload.Height), SmallestOverlay, LargestOverlay);
}
