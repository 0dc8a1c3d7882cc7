using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>What this library exports comes back as the same network.</summary>
public sealed class OwnFileImportTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("model.onnx");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<ResNetArchitecture, bool> Architectures()
    {
        TheoryData<ResNetArchitecture, bool> data = [];
        foreach (ResNetArchitecture architecture in TestNetworks.All())
        {
            data.Add(architecture, true);
            data.Add(architecture, false);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryNetworkComesBack(ResNetArchitecture architecture, bool fold)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, architecture, OnnxModel.OfBytes);
        _context.Model.SaveResNetOnnx(model, FilePath, new() { FoldBatchNormalization = fold });

        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(FilePath);

        Assert.Equal(OnnxModel.Classes, loaded.ClassNames);
        Assert.Equal((OnnxModel.Size, OnnxModel.Size), (loaded.ImageHeight, loaded.ImageWidth));
        // Without shortcuts, nothing tells a normalisation before a convolution from one behind the last.
        bool isAmbiguous = architecture is { Shortcut: ResNetShortcut.None, PreActivation: true };
        if (!isAmbiguous)
            Assert.Equal(architecture, loaded.Architecture);
        if (!isAmbiguous && !fold)
            Assert.Equal(model.WeightsSha256, loaded.WeightsSha256);
        SameScores(model, loaded, isAmbiguous ? 1e-6 : 0); // the same bits
    }

    private void SameScores(ResNetClassifierTransformer expected, ResNetClassifierTransformer actual, double tolerance)
    {
        IDataView images = OnnxModel.View(_context, OnnxModel.Bytes(4));
        float[][] before = Scores.Of(_context, expected.Transform(images));
        float[][] after = Scores.Of(_context, actual.Transform(images));
        for (int row = 0; row < before.Length; row++)
        {
            for (int i = 0; i < before[row].Length; i++)
                Assert.Equal(before[row][i], after[row][i], tolerance);
        }
    }
}
