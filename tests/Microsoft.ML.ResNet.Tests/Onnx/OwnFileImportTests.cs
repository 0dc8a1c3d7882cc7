using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Onnx;
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
        ResNetStem deep = new(3, 2, 6, MaxPool: false) { Depth = 3 };
        ResNetArchitecture[] plain =
        [
            TestNetworks.Small(ResNetShortcut.None) with { Name = "DeepPlain", Stem = deep },
            TestNetworks.Small(ResNetShortcut.None, ResNetBlock.Bottleneck) with { Name = "DeepPlain3", Stem = deep },
        ];
        foreach (ResNetArchitecture architecture in TestNetworks.All().Concat(plain))
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
        // Without shortcuts, nothing tells a normalization before a convolution from one behind the last.
        bool isAmbiguous = architecture is { Shortcut: ResNetShortcut.None, PreActivation: true };
        if (!isAmbiguous)
            Assert.Equal(architecture, loaded.Architecture);
        if (!isAmbiguous && !fold)
            Assert.Equal(model.WeightsSha256, loaded.WeightsSha256);
        SameScores(model, loaded, isAmbiguous ? 1e-6 : 0); // the same bits
    }

    public static TheoryData<string> Forms => [.. s_forms.Keys];

    private static readonly Dictionary<string, ResNetOnnxOptions> s_forms = new()
    {
        ["bytes, interleaved"] = new() { BytePixels = true, PixelLayout = ResNetPixelLayout.Interleaved },
        ["one at a time"] = new() { BatchSize = 1, OpsetVersion = OnnxVersions.FirstOpset },
        ["newest"] = new() { OpsetVersion = OnnxVersions.LastOpset, LogitsName = "Logits" },
        ["numbers"] = new() { SlotNames = false, PredictedLabel = ResNetOnnxPredictedLabel.Key },
        ["places"] = new() { SlotNames = false, PredictedLabel = ResNetOnnxPredictedLabel.Index },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void EveryFormOfAFileComesBack(string form)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Tiny.Architecture, m => OnnxModel.OfBytes(m) with { Rule = new(IsMultiLabel: false, 0.3f) });
        _context.Model.SaveResNetOnnx(model, FilePath, s_forms[form]);
        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(FilePath);
        Assert.Equal(model.Model.Rule, loaded.Model.Rule);
        Assert.Equal(OnnxModel.Classes, loaded.ClassNames);
        SameScores(model, loaded, 0);
    }

    [Theory]
    [InlineData(0.25f)]
    [InlineData(0.5f)]
    public void LabelsThatApplyTogetherComeBack(float threshold)
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(
            _context, Tiny.Architecture, m => OnnxModel.OfBytes(m) with { Rule = new(IsMultiLabel: true, threshold) });
        _context.Model.SaveResNetOnnx(model, FilePath);
        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(FilePath);
        Assert.True(loaded.IsMultiLabel);
        Assert.Equal(threshold, loaded.Model.Rule.Threshold);
        SameScores(model, loaded, 0);
    }

    [Fact]
    public void ImagesLargerThanTheNetworksInputStaySo()
    {
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Tiny.Architecture, m => m with
        {
            Network = TestNetworks.Model(Tiny.Architecture, size: 16),
            Specification = OnnxModel.Specification(isFloat: false),
        });
        _context.Model.SaveResNetOnnx(model, FilePath);
        using ResNetClassifierTransformer loaded = _context.Model.LoadResNetOnnx(FilePath);
        Assert.Equal(16, loaded.ImageHeight);
        Assert.Equal(model.Model.Specification, loaded.Model.Specification);
        SameScores(model, loaded, 0);
    }

    [Fact]
    public void GrayNetworksComeBack()
    {
        ResNetModel network = TestNetworks.Model(Tiny.Architecture, channels: 1);
        using ResNetClassifierTransformer model = OnnxModel.Of(_context, Tiny.Architecture, m => m with
        {
            Network = network,
            Specification = new ImageSpecification(
                new PixelShape(16, 16, 1, isFloat: false), ResNetPixelLayout.Planar, m.Specification.Resizing),
        });
        _context.Model.SaveResNetOnnx(model, FilePath, new() { FoldBatchNormalization = false });
        foreach (ResNetClassifierTransformer loaded in new[]
        {
            _context.Model.LoadResNetOnnx(FilePath), _context.Model.LoadResNetWeights(FilePath),
        })
        {
            Assert.Equal(1, loaded.ImageChannels);
            Assert.Equal(network.WeightsSha256, loaded.WeightsSha256);
            Assert.Equal(network.Normalization.Mean, loaded.Model.Network.Normalization.Mean);
        }
    }

    private void SameScores(ResNetClassifierTransformer expected, ResNetClassifierTransformer actual, double tolerance)
    {
        IDataView images = OnnxModel.View(_context, OnnxModel.Bytes(4));
        float[][] before = Scores.Read(_context, expected.Transform(images));
        float[][] after = Scores.Read(_context, actual.Transform(images));
        for (int row = 0; row < before.Length; row++)
        {
            for (int i = 0; i < before[row].Length; i++)
                Assert.Equal(before[row][i], after[row][i], tolerance);
        }
    }
}
