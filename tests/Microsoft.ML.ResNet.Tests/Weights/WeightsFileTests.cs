using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Files of weights through the public API.</summary>
public sealed class WeightsFileTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("weights.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASavedNetworkPredictsTheSame()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(48));
        ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        _context.Model.SaveResNetWeights(model, FilePath);

        ResNetClassifierTransformer loaded = _context.Model.LoadResNetWeights(FilePath, options: Tiny.Options());

        Assert.Equal(DrawnImages.Classes, loaded.ClassNames);
        Assert.Equal(model.WeightsSha256, loaded.WeightsSha256);
        float[][] before = Scores.Read(_context, model.Transform(data));
        float[][] after = Scores.Read(_context, loaded.Transform(data));
        for (int row = 0; row < before.Length; row++)
        {
            for (int i = 0; i < before[row].Length; i++)
                Assert.Equal(before[row][i], after[row][i], 1e-5);
        }
        // The predicted label is a key with the names.
        IDataView predicted = _context.Transforms.Conversion.MapKeyToValue("PredictedLabel")
            .Fit(loaded.Transform(data)).Transform(loaded.Transform(data));
        Assert.Contains(predicted.GetColumn<string>("PredictedLabel").First(), DrawnImages.Classes);
        Assert.Equal([FilePath], Directory.GetFiles(_folder.Path)); // no temporary file is left
    }

    [Fact]
    public void TrainingStartsFromAFileAndKeepsAHeadOfAsManyClasses()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(48));
        ResNetClassifierTransformer first = Tiny.Fit(_context, data, o => o.Epochs = 8);
        _context.Model.SaveResNetWeights(first, FilePath);

        ResNetClassifierTransformer second = Tiny.Fit(
            _context, data, o => (o.Pretrained, o.Epochs, o.LearningRate) = (FilePath, 1, 1e-6f));
        Assert.True(second.TrainingReport!.Epochs[0].TrainLoss < first.TrainingReport!.Epochs[0].TrainLoss);
        ChannelNormalization expected = first.Model.Network.Normalization;
        Assert.Equal(expected.Mean, second.Model.Network.Normalization.Mean, (a, b) => MathF.Abs(a - b) < 1e-3);

        IDataView more = Tiny.Keyed(_context, EncodedRow.Many(48, classes: ["disc", "ring", "square", "blob"]));
        ResNetClassifierTransformer third = Tiny.Fit(
            _context, more, o => (o.Pretrained, o.FrozenStages) = (FilePath, 2));
        Assert.Equal(4, third.ClassNames.Count);
    }

    [Fact]
    public void TheNormalisationCanBeSaid()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24));
        ResNetClassifierTransformer model = Tiny.Fit(
            _context, data, o => (o.Epochs, o.Normalization) = (1, ResNetPixelNormalization.ImageNet));
        Assert.Equal(0.456f * 255, model.Model.Network.Normalization.Mean[1]);
        Assert.Equal(0.225f * 255, model.Model.Network.Normalization.StandardDeviation[2]);
        Assert.Equal("mean 0.485, 0.456, 0.406, standard deviation 0.229, 0.224, 0.225",
            ResNetPixelNormalization.ImageNet.ToString());

        ResNetClassifierTransformer next = _context.Transforms.ResNetClassifier(
            Tiny.Options(o => o.Normalization = new([0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]))).Fit(
                data, previousModel: model);
        Assert.Equal(127.5f, next.Model.Network.Normalization.Mean[0]);
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsRefused()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24));
        ResNetClassifierTransformer model = Tiny.Fit(_context, data, o => o.Epochs = 1);
        _context.Model.SaveResNetWeights(model, FilePath);

        Assert.Contains("previous model", Refused(() => _context.Transforms.ResNetClassifier(
            Tiny.Options(o => o.Pretrained = FilePath)).Fit(data, previousModel: model)));
        Assert.Contains("Normalization has 3 channels", Refused(() => Tiny.Fit(
            _context, data, o => (o.ImageChannels, o.Normalization) = (1, ResNetPixelNormalization.ImageNet))));
        Assert.Contains("4 class names", Refused(() => _context.Model.LoadResNetWeights(
            FilePath, ["a", "b", "c", "d"], Tiny.Options())));
        // Among ImageNet's names are two cranes.
        Assert.Equal(["a", "b", "a"], _context.Model.LoadResNetWeights(FilePath, ["a", "b", "a"]).ClassNames);
        Assert.Throws<InvalidDataException>(() => Tiny.Fit(_context, data, o =>
            (o.Pretrained, o.Architecture) = (FilePath, ResNetArchitecture.ResNet20)));
        Assert.Throws<FileNotFoundException>(() => Tiny.Fit(
            _context, data, o => o.Pretrained = _folder.File("none")));
        Refused(() => Tiny.Fit(_context, data, o => o.Pretrained = ""));
        Refused(() => new ResNetPixelNormalization([0.5f, 0.5f], [1, 1]));
        Refused(() => new ResNetPixelNormalization([0.5f], [0]));
        Refused(() => new ResNetPixelNormalization([0.5f, 0.5f, 0.5f], [1]));
    }

    [Fact]
    public void GrayNetworksAreSavedToo()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24));
        ResNetClassifierTransformer model = Tiny.Fit(_context, data, o => (o.Epochs, o.ImageChannels) = (1, 1));
        _context.Model.SaveResNetWeights(model, FilePath);
        ResNetClassifierTransformer loaded = _context.Model.LoadResNetWeights(
            FilePath, options: Tiny.Options(o => o.ImageChannels = 1));
        Assert.Equal(model.WeightsSha256, loaded.WeightsSha256);
        Assert.Equal(model.Model.Network.Normalization.Mean[0], loaded.Model.Network.Normalization.Mean[0], 1e-3);
    }

    // A file of another program says nothing of images and classes; one that says it wrongly is refused.
    [Theory]
    [InlineData(null, null, null, 0.449f)]
    [InlineData("0.25", "0.5", "[\"a\",\"b\"]", 0.25f)]
    [InlineData("0.25,1", "0.5,1", null, 0.449f)] // for other images
    [InlineData("x", "0.5", null, null)]
    [InlineData("0.25", "0", null, null)]
    [InlineData(null, null, "[\"a\",null]", null)]
    [InlineData(null, null, "null", null)]
    [InlineData(null, null, "{", null)]
    public void WhatAFileTellsIsTakenOver(string? mean, string? deviation, string? classes, float? expected)
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection), channels: 1, classes: 2);
        Dictionary<string, string> metadata = [];
        foreach ((string key, string? value) in new[] { ("mean", mean), ("std", deviation), ("classes", classes) })
        {
            if (value is not null)
                metadata[key] = value;
        }
        IReadOnlyList<TensorPlace> places = NamedTensorExport.Places(model);
        using (FileStream stream = File.Create(FilePath))
        {
            SafeTensorsWriter.Write(
                stream, metadata,
                [.. places.Select(place => new SafeTensorsSource(
                    place.Name, place.Shape, () => NamedTensorExport.Values(model, place)))]);
        }
        ResNetClassifierTransformer Load() => _context.Model.LoadResNetWeights(
            FilePath, classes is null ? ["a", "b"] : null,
            Tiny.Options(o => (o.ImageChannels, o.Architecture) = (1, model.Architecture)));
        if (expected is null)
        {
            Assert.Contains(FilePath, Assert.Throws<InvalidDataException>(Load).Message, StringComparison.Ordinal);
            return;
        }
        ResNetClassifierTransformer loaded = Load();
        Assert.Equal(["a", "b"], loaded.ClassNames);
        Assert.Equal(expected.Value * 255, loaded.Model.Network.Normalization.Mean[0], 0.01);
    }

    private static string Refused(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
