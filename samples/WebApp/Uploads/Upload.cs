namespace WebApp.Uploads;

/// <summary>A picture that may be decoded: an image file, of no more bytes and pixels than is allowed.</summary>
/// <param name="Content">The file's bytes; they are only ever in memory.</param>
/// <param name="Format">Such as JPEG.</param>
/// <param name="Width">In pixels, as the file's header says.</param>
/// <param name="Height">As above.</param>
internal sealed record Upload(byte[] Content, string Format, int Width, int Height);

/// <summary>An upload that is refused.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="reason">A word for the metrics.</param>
/// <param name="message">What is wrong, and what would be right.</param>
internal sealed class UploadException(int status, string reason, string message) : Exception(message)
{
    public int Status => status;

    public string Reason => reason;
}
