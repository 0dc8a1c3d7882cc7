using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Samples;

/// <summary>The console program trains from the configuration; the web API serves the model.</summary>
public sealed partial class ModelBuilderSampleTests
{
    [Fact]
    public async Task TrainsEvaluatesPredictsAndServes()
    {
        using var folder = new TemporaryFolder();
        File.Copy(
            Path.Combine(RepositoryFiles.Root, "samples/ModelBuilder/Shapes.mbconfig"), folder.File("Shapes.mbconfig"));
        global::Samples.Drawing.DrawnImages.Write(
            folder.File("images"), seed: 1, CancellationToken.None, trainPerClass: 60);

        SampleProcess trained = SampleProcess.Run("Shapes_ConsoleApp.dll", folder.Path, "train");
        Assert.True(trained.ExitCode == 0, trained.Error + trained.Output);
        Assert.True(File.Exists(folder.File("Shapes.mlnet")), trained.Output);

        SampleProcess evaluated = SampleProcess.Run("Shapes_ConsoleApp.dll", folder.Path, "evaluate", "images/test");
        Match accuracy = Accuracy().Match(evaluated.Output);
        Assert.True(accuracy.Success, evaluated.Error + evaluated.Output);
        Assert.InRange(double.Parse(accuracy.Groups[1].Value, CultureInfo.InvariantCulture), 0.35, 1);

        string image = folder.File("images/test/star/0000.jpg");
        SampleProcess predicted = SampleProcess.Run("Shapes_ConsoleApp.dll", folder.Path, "predict", image);
        string first = FirstScore().Match(predicted.Output).Groups[1].Value;
        Assert.Contains(first, new[] { "circle", "cross", "ring", "square", "star", "triangle" });

        await Serves(folder.Path, image, first);
    }

    [Fact]
    public void NamesAMissingConfiguration()
    {
        using var folder = new TemporaryFolder();
        SampleProcess train = SampleProcess.Run("Shapes_ConsoleApp.dll", folder.Path, "train", "none.mbconfig");
        Assert.Equal(1, train.ExitCode);
        Assert.Contains("none.mbconfig", train.Error, StringComparison.Ordinal);
        Assert.Equal(2, SampleProcess.Run("Shapes_ConsoleApp.dll", folder.Path).ExitCode);
    }

    private static async Task Serves(string folder, string image, string label)
    {
        using Process server = SampleProcess.Start("Shapes_WebApi.dll", folder, "--urls", "http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await Address(server) };
            byte[] content = await File.ReadAllBytesAsync(image);
            Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Post(client, content)));
            Assert.All(answers, answer =>
            {
                Assert.Equal(label, answer.PredictedLabel);
                Assert.Equal(label, answer.Scores.First().Key);
                Assert.Equal(1, answer.Scores.Values.Sum(), 1e-4);
            });
            await AcceptsTheRequestsOfGeneratedCode(client, content, answers[0]);
            using var noImage = new ByteArrayContent([1, 2, 3]);
            using HttpResponseMessage refused = await client.PostAsync(new Uri("/predict", UriKind.Relative), noImage);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    // A ModelInput as JSON, with bytes as base64, returns a ModelOutput.
    private static async Task AcceptsTheRequestsOfGeneratedCode(HttpClient client, byte[] image, Answer expected)
    {
        var path = new Uri("/predict", UriKind.Relative);
        using HttpResponseMessage response = await client.PostAsJsonAsync(path, new { ImageSource = image });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Output output = (await response.Content.ReadFromJsonAsync<Output>())!;
        Assert.Equal(expected.PredictedLabel, output.PredictedLabel);
        Assert.Equal(expected.Scores.Values.Order(), output.Score.Order());

        foreach (string body in (string[])["{\"ImageSource\": \"AQID\"}", "{\"ImageSource\": 7}", "null", "{"])
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage refused = await client.PostAsync(path, content);
            Assert.True(refused.StatusCode == HttpStatusCode.BadRequest, $"{body}: {refused.StatusCode}");
        }
    }

    private static async Task<Answer> Post(HttpClient client, byte[] image)
    {
        using var content = new ByteArrayContent(image);
        using HttpResponseMessage response = await client.PostAsync(new Uri("/predict", UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Answer>())!;
    }

    private static async Task<Uri> Address(Process server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await server.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
                return new Uri(match.Groups[1].Value);
        }
        throw new InvalidOperationException(await server.StandardError.ReadToEndAsync(limit.Token));
    }

    private sealed record Output(string PredictedLabel, float[] Score);

    private sealed record Answer(string PredictedLabel, Dictionary<string, float> Scores);

    [GeneratedRegex(@"^MicroAccuracy (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Accuracy();

    [GeneratedRegex(@"^-----.*\n(\w+)", RegexOptions.Multiline)]
    private static partial Regex FirstScore();

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
