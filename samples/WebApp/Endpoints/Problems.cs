using Microsoft.AspNetCore.Mvc;
using WebApp.Serving;
using WebApp.Uploads;

namespace WebApp;

/// <summary>What went wrong, as RFC 9457 wants it told.</summary>
internal static class Problems
{
    private const int RetryAfterSeconds = 1;

    /// <summary>Gives those problems a sentence that ASP.NET finds by itself.</summary>
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound => "There is nothing here. The picture goes to POST /predict.",
            StatusCodes.Status405MethodNotAllowed => "Use POST for /predict, and GET for everything else.",
            StatusCodes.Status415UnsupportedMediaType =>
                "Send the picture as multipart/form-data, or as the body with its own type, such as image/jpeg.",
            StatusCodes.Status500InternalServerError => "The server failed. Its log says why.",
            StatusCodes.Status504GatewayTimeout => "The request took too long.",
            _ => null,
        };

    public static UploadException TooLarge(ServiceOptions options) => new(
        StatusCodes.Status413PayloadTooLarge, "bytes",
        $"The picture is larger than {options.MaximumUploadMB:0.###} MB, the most that is taken.");

    /// <summary>The answer to a request that cannot be served, or null for a fault of the server.</summary>
    public static ProblemDetails? Of(Exception exception, ServiceOptions options) => exception switch
    {
        UploadException upload => Problem(upload.Status, upload.Message),
        UnreadableImageException => Problem(StatusCodes.Status422UnprocessableEntity, exception.Message),
        QueueFullException or NotReadyException => Problem(StatusCodes.Status503ServiceUnavailable, exception.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            Problem(StatusCodes.Status413PayloadTooLarge, TooLarge(options).Message),
        BadHttpRequestException bad => Problem(bad.StatusCode, bad.Message),
        _ => null,
    };

    /// <summary>Tells a client when to come again.</summary>
    public static void RetryLater(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static ProblemDetails Problem(int status, string detail) => new() { Status = status, Detail = detail };
}
