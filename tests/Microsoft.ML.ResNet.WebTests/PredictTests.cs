using System.Text.Json.Nodes;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

[Collection(DrawnShapesTests.Name)]
public sealed class PredictTests(DrawnShapesServer server)
{
    private static readonly string[] s_shapes = ["circle", "cross", "ring", "square", "star", "triangle"];

    public static TheoryData<string> Shapes => new(s_shapes);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task DrawnShapeIsTheMostProbableClass(string shape)
    {
        using HttpResponseMessage response = await server.Http.PostAsync("predict", Picture.Form(Picture.Draw(shape)));
        JsonNode answer = await response.JsonAsync();

        Assert.Equal(shape, (string)answer["predicted"]!.AsArray().Single()!);
        var classes = answer["classes"]!.AsArray().Select(c => (Name: (string)c!["name"]!, P: (double)c["probability"]!)).ToArray();
        Assert.Equal(shape, classes[0].Name);
        Assert.Equal(s_shapes, classes.Select(c => c.Name).Order());
        Assert.Equal(classes.Select(c => c.P).OrderDescending(), classes.Select(c => c.P));
        Assert.Equal(1, classes.Sum(c => c.P), 1e-5);
        Assert.Null(answer["overlay"]);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg")] // the content decides, not the type
    [InlineData("application/octet-stream")]
    public async Task AcceptsAPictureAsTheBody(string type)
    {
        byte[] picture = Picture.Draw("star", 200, 100);
        using HttpResponseMessage asForm = await server.Http.PostAsync("predict", Picture.Form(picture));
        using HttpResponseMessage asBody = await server.Http.PostAsync("predict", Picture.Body(picture, type));
        JsonNode answer = await asBody.JsonAsync();
        Assert.True(JsonNode.DeepEquals(await asForm.JsonAsync(), answer));
        Assert.Equal("""{"format":"PNG","width":200,"height":100}""", answer["picture"]!.ToJsonString());
    }

    [Fact]
    public async Task OverlayHasTheAspectRatioOfThePicture()
    {
        using HttpResponseMessage response = await server.Http.PostAsync(
            "predict?overlay=true", Picture.Body(Picture.Draw("ring", 400, 200)));
        string url = (string)(await response.JsonAsync())["overlay"]!;

        const string prefix = "data:image/png;base64,";
        Assert.StartsWith(prefix, url);
        using SKBitmap overlay = SKBitmap.Decode(Convert.FromBase64String(url[prefix.Length..]));
        Assert.Equal(2 * overlay.Height, overlay.Width);
        Assert.True(overlay.Pixels.Distinct().Count() > 100);
    }

    [Fact]
    public async Task DescribesTheModel()
    {
        using HttpResponseMessage response = await server.Http.GetAsync("model");
        JsonNode answer = await response.JsonAsync();
        Assert.Equal(s_shapes, answer["model"]!["classes"]!.AsArray().Select(c => (string)c!));
        Assert.Equal(10 << 20, (int)answer["maximumBytes"]!);
    }

    [Fact]
    public async Task ConcurrentClientsGetTheirOwnAnswers()
    {
        (string Shape, byte[] Picture)[] pictures = [.. s_shapes.Select(shape => (shape, Picture.Draw(shape)))];
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            (string shape, byte[] picture) = pictures[i % pictures.Length];
            using HttpResponseMessage response = await server.Http.PostAsync("predict", Picture.Body(picture), token);
            Assert.Equal(shape, (string)(await response.JsonAsync())["classes"]![0]!["name"]!);
        });
    }
}
