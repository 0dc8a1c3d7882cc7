namespace WebApp.Hosting;

/// <summary>Adds headers that forbid external resources and embedding in frames.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Pictures are shown from memory (blob:), overlays from the response (data:).
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Responses describe private pictures.
        headers.CacheControl = "no-store";
        return next(context);
    }
}
