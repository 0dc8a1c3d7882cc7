using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>A server shared by many tests. It starts without a model and trains one on drawn shapes.</summary>
public sealed class DrawnShapesServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("resnet-web-tests-");
    private RunningServer? _server;

    public string Model => Path.Combine(_folder.FullName, "drawn.zip");

    internal HttpClient Http => _server!.Http;

    internal Uri Address => _server!.Address;

    public async Task InitializeAsync() =>
        _server = await RunningServer.StartReadyAsync(["--DrawnModel", Model]);

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class DrawnShapesTests : ICollectionFixture<DrawnShapesServer>
{
    public const string Name = "drawn shapes";
}
