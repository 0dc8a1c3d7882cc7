using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebApp;
using WebApp.Serving;
using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>Files that can be served, and error messages for others.</summary>
[Collection(DrawnShapesTests.Name)]
public sealed class ModelFileTests(DrawnShapesServer server) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("resnet-web-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void NamesAMissingFile() => Assert.Contains("'missing.zip' does not exist", Refused("missing.zip"));

    [Fact]
    public void NamesAFileThatIsNotAModel()
    {
        string path = Path.Combine(_folder.FullName, "text.zip");
        File.WriteAllText(path, "no model");
        Assert.Contains($"'{path}' is not a model that can be served", Refused(path));
    }

    [Fact]
    public void RejectsAPipelineWithoutAClassifier()
    {
        var ml = new MLContext();
        string path = Path.Combine(_folder.FullName, "other.zip");
        IDataView rows = ml.Data.LoadFromEnumerable([new Row()]);
        ml.Model.Save(ml.Transforms.Conversion.MapValueToKey("Kind").Fit(rows), rows.Schema, path);
        Assert.Contains("without a residual network", Refused(path));
    }

    [Fact]
    public async Task ServesAPipelineWithOtherColumnNames()
    {
        var ml = new MLContext(1);
        IDataView rows = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 8).Select(i => new Row { Photo = Picture.Draw(i % 2 == 0 ? "ring" : "star", 32, 32), Kind = $"kind {i % 2}" }));
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Kind")
            .Append(ml.Transforms.ResNetClassifier(new ResNetClassifierEstimator.Options
            {
                LabelColumnName = "Kind",
                ImageColumnName = "Photo",
                ScoreColumnName = "P",
                PredictedLabelColumnName = "Guess",
                Architecture = ResNetArchitecture.ResNet20 with { StageDepths = [1, 1, 1] },
                Epochs = 1,
                BadImages = ResNetBadImagePolicy.Skip,
            }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Guess"));
        string path = Path.Combine(_folder.FullName, "pipeline.zip");
        var model = pipeline.Fit(rows);
        Assert.Equal("Guess", model.OfType<ResNetClassifierTransformer>().Single().PredictedLabelColumnName);
        ml.Model.Save(model, rows.Schema, path);

        await using RunningServer own = await RunningServer.StartReadyAsync(["--Model", path]);
        using HttpResponseMessage response = await own.Http.PostAsync("predict", Picture.Body(Picture.Draw("ring")));
        Assert.StartsWith("kind ", (string)(await response.JsonAsync())["predicted"]![0]!);
        // The model skips unreadable images; a client must still get an error.
        byte[] damaged = Picture.Draw("ring", format: SkiaSharp.SKEncodedImageFormat.Jpeg)[..1500];
        using HttpResponseMessage refused = await own.Http.PostAsync("predict", Picture.Body(damaged));
        Assert.Contains("damaged", await refused.ProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task ReusesTheNetworkForDrawnShapes()
    {
        Assert.True(File.Exists(server.Model));
        byte[] kept = File.ReadAllBytes(server.Model);
        string path = Path.Combine(_folder.FullName, "drawn.zip");
        File.Copy(server.Model, path);
        await using (await RunningServer.StartReadyAsync(["--DrawnModel", path]))
            Assert.Equal(kept, File.ReadAllBytes(path));
        Assert.Equal(["drawn.zip"], _folder.GetFiles().Select(file => file.Name));
    }

    [Theory]
    [InlineData("QueueLength", "0")]
    [InlineData("MaximumUploadMB", "-1")]
    [InlineData("Top", "0")]
    public async Task NamesSettingsOutOfRange(string name, string value)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => RunningServer.StartAsync(["--Model", server.Model, $"--{name}", value]));
        Assert.Contains(name, exception.Message);
    }

    [Fact]
    public async Task ServerWithoutAModelExits()
    {
        await using var app = Server.Create(
            ["--Model", "missing.zip", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"]);
        ModelService model = app.Services.GetRequiredService<ModelService>();
        await app.RunAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.IsType<ModelException>(model.Failure);
    }

    private static string Refused(string path)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton<IClassifierSource, ClassifierSource>()
            .AddOptions<ServiceOptions>().Configure(options => options.Model = path).Services.BuildServiceProvider();
        return Assert.Throws<ModelException>(
            () => services.GetRequiredService<IClassifierSource>().Load(CancellationToken.None)).Message;
    }

    private sealed class Row
    {
        public byte[] Photo { get; set; } = [];

        public string Kind { get; set; } = "";
    }
}
