using System.Buffers.Binary;
using System.Net;
using System.Text;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>Uploads that are not pictures, or too large, are rejected with an explanation.</summary>
[Collection(DrawnShapesTests.Name)]
public sealed class RefusalTests(DrawnShapesServer server)
{
    [Fact]
    public async Task RejectsText() => Assert.Contains(
        "not a readable picture", await RefusedAsync(Picture.Form(Encoding.UTF8.GetBytes("text")), HttpStatusCode.UnsupportedMediaType));

    [Fact]
    public async Task RejectsAnEmptyBody() => Assert.Contains(
        "contains no picture", await RefusedAsync(Picture.Body([]), HttpStatusCode.BadRequest));

    [Fact]
    public async Task RejectsAFormWithoutAFile() => Assert.Contains(
        "no file",
        await RefusedAsync(new MultipartFormDataContent { { new StringContent("x"), "y" } }, HttpStatusCode.BadRequest));

    [Fact]
    public async Task RejectsAnIncompleteForm() => Assert.Contains(
        "malformed",
        await RefusedAsync(Picture.Body("--b\r\nno"u8.ToArray(), "multipart/form-data; boundary=b"), HttpStatusCode.BadRequest));

    [Fact]
    public async Task RejectsOtherContentTypes() => Assert.Contains(
        "multipart/form-data", await RefusedAsync(new StringContent("{}"), HttpStatusCode.UnsupportedMediaType));

    [Fact]
    public async Task RejectsADamagedPicture()
    {
        byte[] picture = Picture.Draw("star", format: SKEncodedImageFormat.Jpeg);
        Assert.Contains("damaged", await RefusedAsync(Picture.Body(picture[..(picture.Length / 2)]), HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task RejectsTooManyBytes()
    {
        byte[] large = new byte[(10 << 20) + 1];
        Assert.Contains("larger than the limit of 10 MB", await RefusedAsync(Picture.Body(large), HttpStatusCode.RequestEntityTooLarge));
        Assert.Contains("larger than the limit of 10 MB", await RefusedAsync(Picture.Form(large), HttpStatusCode.RequestEntityTooLarge));
    }

    [Fact]
    public async Task RejectsTooManyPixelsBeforeDecoding()
    {
        string problem = await RefusedAsync(Picture.Body(HugeBitmap(50_000, 40_000)), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("50000 x 40000", problem);
        Assert.Contains("50 million", problem);
    }

    [Fact]
    public async Task AllowsMorePixelsForFormatsThatDecodeAtReducedSize()
    {
        string problem = await RefusedAsync(Picture.Body(HugeBitmap(5000, 4000)), HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("the limit for BMP pictures is 16 million", problem);
        using HttpResponseMessage photograph = await server.Http.PostAsync(
            "predict?overlay=true", Picture.Body(Picture.Draw("ring", 5000, 4000, SKEncodedImageFormat.Jpeg)));
        Assert.Equal("ring", (string)(await photograph.JsonAsync())["predicted"]![0]!);
    }

    [Fact]
    public async Task ReportsUnknownPathsAndMethodsAsProblems()
    {
        using HttpResponseMessage place = await server.Http.GetAsync("nothing");
        Assert.Contains("POST /predict", await place.ProblemAsync(HttpStatusCode.NotFound));
        using HttpResponseMessage method = await server.Http.GetAsync("predict");
        Assert.Contains("Use POST", await method.ProblemAsync(HttpStatusCode.MethodNotAllowed));
    }

    private async Task<string> RefusedAsync(HttpContent content, HttpStatusCode status)
    {
        using HttpResponseMessage response = await server.Http.PostAsync("predict", content);
        return await response.ProblemAsync(status);
    }

    // The header of a BMP file that claims a size, without any pixels.
    private static byte[] HugeBitmap(int width, int height)
    {
        const int headers = 14 + 40;
        byte[] file = new byte[headers];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), headers);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), headers); // where pixels begin
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40); // length of the second header
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1); // planes
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24); // bits a pixel
        return file;
    }
}
