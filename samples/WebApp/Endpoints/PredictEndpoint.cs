using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using WebApp.Hosting;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp.Endpoints;

/// <summary><c>POST /predict</c>: classifies a picture.</summary>
internal static class PredictEndpoint
{
    // Sharp enough for the page. Drawing an overlay takes much longer than computing it.
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
        [FromQuery, Description("Whether to return the picture with a heat map for the most probable class.")]
        bool overlay = false)
    {
        _ = model.Card; // throws if there is no model yet, before the upload is read
        Upload upload = await uploads.ReadAsync(request, token);
        long start = Stopwatch.GetTimestamp();
        (ModelCard card, ImageScores scores) = await model.ScoreAsync(
            upload.Content, overlay ? OverlaySide(upload) : null, token);
        metrics.Scored(Stopwatch.GetElapsedTime(start));
        return Prediction.Create(card, scores, options.Value.Top, upload);
    }

    private static int OverlaySide(Upload upload) =>
        Math.Clamp(Math.Max(upload.Width, upload.Height), SmallestOverlay, LargestOverlay);
}
