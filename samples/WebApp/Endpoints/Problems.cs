using Microsoft.AspNetCore.Mvc;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp;

/// <summary>Maps errors to problem details (RFC 9457).</summary>
internal static class Problems
{
    private const int RetryAfterSeconds = 1;

    /// <summary>Adds a detail sentence to the problems that ASP.NET itself reports.</summary>
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound => "Not found. Send pictures to POST /predict.",
            StatusCodes.Status405MethodNotAllowed => "Use POST for /predict, and GET for everything else.",
            StatusCodes.Status415UnsupportedMediaType =>
                "Send the picture as multipart/form-data, or as the body with a content type such as image/jpeg.",
            StatusCodes.Status500InternalServerError => "The server failed. See its log.",
            StatusCodes.Status504GatewayTimeout => "The request took too long.",
            _ => null,
        };

    public static UploadException TooLarge(ServiceOptions options) => new(
        StatusCodes.Status413PayloadTooLarge, "bytes",
        $"The picture is larger than the limit of {options.MaximumUploadMB:0.###} MB.");

    /// <summary>The problem for an exception that the request caused; null if the server failed.</summary>
    public static ProblemDetails? From(Exception exception, ServiceOptions options) => exception switch
    {
        UploadException upload => Problem(upload.Status, upload.Message),
        UnreadableImageException => Problem(StatusCodes.Status422UnprocessableEntity, exception.Message),
        QueueFullException or NotReadyException => Problem(StatusCodes.Status503ServiceUnavailable, exception.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            Problem(StatusCodes.Status413PayloadTooLarge, TooLarge(options).Message),
        BadHttpRequestException bad => Problem(bad.StatusCode, bad.Message),
        _ => null,
    };

    /// <summary>Answers 503 with the time after which the client should retry.</summary>
    public static void RetryLater(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ProblemDetails Problem(int status, string detail) => new() { Status = status, Detail = detail };
}
