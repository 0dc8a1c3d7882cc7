using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SkiaSharp;

namespace WebApp.Uploads;

/// <summary>
/// Reads the picture from a request: a file of a form, or the body itself. ASP.NET's form reader would write it to a
/// temporary file.
/// </summary>
internal sealed class UploadReader(IOptions<ServiceOptions> options)
{
    private const float SmallestScale = 1 / 8f; // JPEG decoders scale by up to 1/8

    public async Task<Upload> ReadAsync(HttpRequest request, CancellationToken token)
    {
        byte[] content = IsMultipart(request, out string boundary)
            ? await ReadFormAsync(new MultipartReader(boundary, request.Body), token)
            : await ReadToEndAsync(request.Body, token);
        if (content.Length == 0)
            throw new UploadException(StatusCodes.Status400BadRequest, "empty", "The request contains no picture.");
        return Check(content);
    }

    private static bool IsMultipart(HttpRequest request, out string boundary)
    {
        boundary = "";
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return false;
        boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length > 0
            ? true
            : throw new UploadException(StatusCodes.Status400BadRequest, "form", "The form's boundary is missing.");
    }

    private async Task<byte[]> ReadFormAsync(MultipartReader form, CancellationToken token)
    {
        try
        {
            while (await form.ReadNextSectionAsync(token) is { } section)
            {
                if (section.GetContentDispositionHeader()?.IsFileDisposition() == true)
                    return await ReadToEndAsync(section.Body, token);
            }
        }
        catch (Exception exception)
            when (exception is InvalidDataException || exception.GetType() == typeof(IOException))
        {
            throw new UploadException(StatusCodes.Status400BadRequest, "form", "The form ends early or is malformed.");
        }
        throw new UploadException(
            StatusCodes.Status400BadRequest, "form", "The form contains no file. Send the picture as the field 'image'.");
    }

    private async Task<byte[]> ReadToEndAsync(Stream stream, CancellationToken token)
    {
        using var content = new MemoryStream();
        byte[] buffer = new byte[1 << 14];
        int read;
        while ((read = await stream.ReadAsync(buffer, token)) > 0)
        {
            if (content.Length + read > options.Value.MaximumUploadBytes)
                throw Problems.TooLarge(options.Value);
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    // Reads only the header: a few bytes can claim any number of pixels.
    private Upload Check(byte[] content)
    {
        using SKData data = SKData.CreateCopy(content);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null)
        {
            throw new UploadException(
                StatusCodes.Status415UnsupportedMediaType, "no image",
                "This is not a readable picture. Supported: JPEG, PNG, WebP, GIF and BMP.");
        }
        string format = codec.EncodedFormat.ToString().ToUpperInvariant();
        SKSizeI size = codec.Info.Size, least = codec.GetScaledDimensions(SmallestScale);
        ServiceOptions limits = options.Value;
        if ((long)size.Width * size.Height > limits.MaximumPixels)
            throw TooManyPixels(size, "pictures", limits.MaximumMegapixels);
        if ((long)least.Width * least.Height > limits.MaximumDecodedPixels)
            throw TooManyPixels(size, $"{format} pictures", limits.MaximumDecodedMegapixels);
        return new Upload(content, format, size.Width, size.Height);
    }

    private static UploadException TooManyPixels(SKSizeI size, string kind, double megapixels) => new(
        StatusCodes.Status413PayloadTooLarge, "pixels",
        $"The picture has {size.Width} x {size.Height} pixels; the limit for {kind} is {megapixels:0.###} million.");
}
