using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>Health, metrics, OpenAPI and security headers, for operators and client developers.</summary>
[Collection(DrawnShapesTests.Name)]
public sealed class OperationTests(DrawnShapesServer server)
{
    [Theory]
    [InlineData("health")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    public async Task ServerIsHealthy(string path)
    {
        using HttpResponseMessage response = await server.Http.GetAsync(path);
        Assert.Equal("Healthy", (string)(await response.JsonAsync())["status"]!);
    }

    [Fact]
    public async Task MetricsCountRequestsErrorsAndTime()
    {
        using HttpResponseMessage good = await server.Http.PostAsync("predict", Picture.Form(Picture.Draw("star")));
        using HttpResponseMessage bad = await server.Http.PostAsync("predict", Picture.Body([1, 2, 3]));
        using HttpResponseMessage response = await server.Http.GetAsync("metrics");
        string metrics = await response.Content.ReadAsStringAsync();

        Assert.StartsWith("text/plain", response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.InRange(Value("http_requests_received_total{code=\"200\",method=\"POST\",.*endpoint=\"/predict\"}"), 1, 1e6);
        Assert.InRange(Value("http_requests_received_total{code=\"415\",method=\"POST\",.*endpoint=\"/predict\"}"), 1, 1e6);
        Assert.InRange(Value("http_request_duration_seconds_bucket{code=\"200\",method=\"POST\",.*le=\"\\+Inf\"}"), 1, 1e6);
        Assert.InRange(Value("resnet_scoring_seconds_sum"), 1e-6, 1e6);
        Assert.InRange(Value("resnet_scoring_seconds_bucket{le=\"0.001\"}"), 0, 1e6);
        Assert.InRange(Value("resnet_refused_total{reason=\"no image\"}"), 1, 1e6);
        Assert.Equal(0, Value("resnet_queue_length"));
        Assert.Equal(1, Value("resnet_ready"));
        Assert.InRange(Value("process_working_set_bytes"), 1e7, 1e10);

        double Value(string name)
        {
            Match match = Regex.Match(metrics, $"^{name.Replace("{", "\\{").Replace("}", "\\}")} ([0-9.eE+-]+)$", RegexOptions.Multiline);
            Assert.True(match.Success, $"{name} is not in{Environment.NewLine}{metrics}");
            return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task OpenApiDescribesTheInterface()
    {
        using HttpResponseMessage response = await server.Http.GetAsync("openapi/v1.json");
        JsonNode predict = (await response.JsonAsync())["paths"]!["/predict"]!["post"]!;
        Assert.Equal(
            ["application/octet-stream", "image/*", "multipart/form-data"],
            predict["requestBody"]!["content"]!.AsObject().Select(p => p.Key).Order());
        Assert.Equal(
            ["200", "400", "413", "415", "422", "503", "504"], predict["responses"]!.AsObject().Select(p => p.Key).Order());
    }

    [Fact]
    public async Task PageHasNoExternalResources()
    {
        foreach (string path in (string[])["", "app.js", "app.css", "icon.svg"])
        {
            using HttpResponseMessage response = await server.Http.GetAsync(path);
            Assert.True(response.IsSuccessStatusCode, path);
            string text = (await response.Content.ReadAsStringAsync()).Replace("http://www.w3.org/2000/svg", "");
            Assert.DoesNotMatch("https?:|//[a-z]+\\.", text);
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
            Assert.DoesNotContain("unsafe", response.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(response.Headers.Contains("Server"));
        }
    }
}
