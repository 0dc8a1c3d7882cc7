namespace WebApp.Uploads;

/// <summary>An image file within the limits for bytes and pixels.</summary>
/// <param name="Content">The bytes of the file, which are never written to disk.</param>
/// <param name="Format">The format, such as JPEG.</param>
/// <param name="Width">Width in pixels from the file's header.</param>
/// <param name="Height">Height in pixels from the file's header.</param>
internal sealed record Upload(byte[] Content, string Format, int Width, int Height);

/// <summary>An upload is rejected.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="reason">A word for the metrics.</param>
/// <param name="message">The error and its remedy.</param>
internal sealed class UploadException(int status, string reason, string message) : Exception(message)
{
    public int Status => status;

    public string Reason => reason;
}
