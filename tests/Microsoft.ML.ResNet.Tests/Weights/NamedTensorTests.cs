using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class NamedTensorTests
{
    public static TheoryData<ResNetArchitecture> Architectures()
    {
        TheoryData<ResNetArchitecture> data = [];
        foreach (ResNetArchitecture architecture in TestNetworks.All())
            data.Add(architecture);
        return data;
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void WhatIsExportedIsImported(ResNetArchitecture architecture)
    {
        ResNetModel model = TestNetworks.Model(architecture, channels: 3, classes: 5);
        ResNetModel read = Read(Tensors.Of(model), architecture);
        Assert.Equal(model.WeightsSha256, read.WeightsSha256);
        Assert.Equal(5, read.ClassCount);
    }

    // The numbers of tensors that torchvision's state dictionaries have, without num_batches_tracked.
    [Theory]
    [InlineData("ResNet18", 102)]
    [InlineData("ResNet34", 182)]
    [InlineData("ResNet50", 267)]
    [InlineData("ResNet101", 522)]
    [InlineData("ResNet152", 777)]
    public void NamesAreTorchvisions(string name, int tensors)
    {
        NetworkLayout layout = new(ResNetArchitecture.Parse(name), 64, 64, 3, 1000);
        Dictionary<string, TensorPlace> places = TorchNaming.Places(layout).ToDictionary(place => place.Name);
        Assert.Equal(tensors, places.Count);
        Assert.Equal([64, 3, 7, 7], places["conv1.weight"].Shape);
        Assert.Equal([64], places["bn1.running_var"].Shape);
        bool basic = layout.Architecture.Block == ResNetBlock.Basic;
        Assert.Equal(basic ? [128, 64, 3, 3] : [128, 256, 1, 1], places["layer2.0.conv1.weight"].Shape);
        Assert.Equal(basic ? [128, 64, 1, 1] : [512, 256, 1, 1], places["layer2.0.downsample.0.weight"].Shape);
        Assert.Equal(basic ? [128] : [512], places["layer2.0.downsample.1.bias"].Shape);
        Assert.Equal(basic ? [1000, 512] : [1000, 2048], places["fc.weight"].Shape);
        Assert.Equal(basic, places.ContainsKey("layer1.1.bn2.weight") && !places.ContainsKey("layer1.1.bn3.weight"));
    }

    // timm's names in resnet50d and seresnet50.
    [Fact]
    public void DeepStemsPooledProjectionsAndExcitationsHaveTimmsNames()
    {
        NetworkLayout tweaked = new(ResNetArchitecture.ResNet50D, 64, 64, 3, 1000);
        Dictionary<string, TensorPlace> places = TorchNaming.Places(tweaked).ToDictionary(place => place.Name);
        Assert.Equal([32, 3, 3, 3], places["conv1.0.weight"].Shape);
        Assert.Equal([32], places["conv1.1.weight"].Shape);
        Assert.Equal([32, 32, 3, 3], places["conv1.3.weight"].Shape);
        Assert.Equal([32], places["conv1.4.running_mean"].Shape);
        Assert.Equal([64, 32, 3, 3], places["conv1.6.weight"].Shape);
        Assert.Equal([64], places["bn1.bias"].Shape);
        Assert.Equal([256, 64, 1, 1], places["layer1.0.downsample.1.weight"].Shape);
        Assert.Equal([512], places["layer2.0.downsample.2.running_var"].Shape);

        NetworkLayout excited = new(ResNetArchitecture.SEResNet50, 64, 64, 3, 1000);
        places = TorchNaming.Places(excited).ToDictionary(place => place.Name);
        Assert.Equal([16, 256, 1, 1], places["layer1.0.se.fc1.weight"].Shape);
        Assert.Equal([16], places["layer1.0.se.fc1.bias"].Shape);
        Assert.Equal([2048, 128, 1, 1], places["layer4.2.se.fc2.weight"].Shape);
    }

    // timm's names in resnetv2_50d, which has bottlenecks with their stride in the 3x3 convolution.
    [Fact]
    public void PreActivationNetworksHaveTimmsNames()
    {
        ResNetArchitecture architecture = ResNetArchitecture.ResNet50D with { PreActivation = true };
        NetworkLayout layout = new(architecture, 64, 64, 3, 1000);
        Dictionary<string, TensorPlace> places = TorchNaming.Places(layout).ToDictionary(place => place.Name);
        Assert.Equal([32, 3, 3, 3], places["stem.conv1.weight"].Shape);
        Assert.Equal([32], places["stem.norm2.running_var"].Shape);
        Assert.Equal([64, 32, 3, 3], places["stem.conv3.weight"].Shape);
        Assert.DoesNotContain("stem.norm3.weight", places);
        Assert.Equal([64], places["stages.0.blocks.0.norm1.weight"].Shape);
        Assert.Equal([256, 64, 1, 1], places["stages.0.blocks.0.downsample.conv.weight"].Shape);
        Assert.Equal([128], places["stages.1.blocks.3.norm3.bias"].Shape);
        Assert.Equal([512, 128, 1, 1], places["stages.1.blocks.3.conv3.weight"].Shape);
        Assert.DoesNotContain("stages.1.blocks.3.norm4.bias", places);
        Assert.Equal([2048], places["norm.running_mean"].Shape);
        Assert.Equal([1000, 2048, 1, 1], places["head.fc.weight"].Shape);

        layout = new(ResNetArchitecture.PreActResNet20, 32, 32, 3, 10);
        Assert.Contains("stem.conv.weight", TorchNaming.Places(layout).Select(place => place.Name));
    }

    [Fact]
    public void WeightsAreReordered()
    {
        float[] theirs = [.. Enumerable.Range(0, 2 * 3 * 2 * 2).Select(i => (float)i)], ours = new float[24];
        long[] shape = [2, 3, 2, 2];
        WeightOrder.ToOurs(shape, theirs, ours);
        for (int o = 0; o < 2; o++)
        {
            for (int i = 0; i < 3; i++)
            {
                for (int y = 0; y < 2; y++)
                {
                    for (int x = 0; x < 2; x++)
                        Assert.Equal(theirs[((o * 3 + i) * 2 + y) * 2 + x], ours[((y * 2 + x) * 3 + i) * 2 + o]);
                }
            }
        }
        Assert.Equal(theirs, WeightOrder.ToTheirs(shape, ours));

        WeightOrder.ToOurs([2, 3], theirs.AsSpan(0, 6), ours);
        Assert.Equal([0, 3, 1, 4, 2, 5], ours[..6]);
    }

    [Fact]
    public void EveryTensorThatIsWrongIsNamedAtOnce()
    {
        ResNetArchitecture architecture = TestNetworks.Small(ResNetShortcut.Projection);
        Tensors tensors = Tensors.Of(TestNetworks.Model(architecture));
        tensors.Remove("layer1.0.bn2.running_mean");
        tensors.Remove("conv1.weight");
        tensors.Add("layer9.weight", [1], [1]);
        tensors.Add("bn1.num_batches_tracked", [], [3]); // of no importance
        tensors.Remove("layer2.0.conv1.weight");
        tensors.Add("layer2.0.conv1.weight", [3, 3], new float[9]);

        string message = Assert.Throws<InvalidDataException>(() => Read(tensors, architecture)).Message;

        Assert.Contains("Missing: conv1.weight, layer1.0.bn2.running_mean.", message, StringComparison.Ordinal);
        Assert.Contains("Unknown: layer9.weight.", message, StringComparison.Ordinal);
        Assert.Contains("layer2.0.conv1.weight is [3, 3] instead of [8, 5, 3, 3].", message, StringComparison.Ordinal);
        Assert.DoesNotContain("num_batches", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheArchitectureIsRecognised()
    {
        Tensors tensors = Tensors.Of(TestNetworks.Model(ResNetArchitecture.Cifar(32)));
        Assert.Equal(ResNetArchitecture.ResNet32, NamedTensorImport.Recognise(tensors, 3));
        Assert.Null(NamedTensorImport.Recognise(tensors, 1));
        Assert.Equal(
            ResNetArchitecture.PreActResNet20,
            NamedTensorImport.Recognise(Tensors.Of(TestNetworks.Model(ResNetArchitecture.PreActResNet20)), 3));
        string message = Assert.Throws<InvalidDataException>(() => Read(tensors, ResNetArchitecture.ResNet20)).Message;
        Assert.Contains("not those of ResNet20, but those of ResNet32", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "fc")]
    [InlineData(true, "head.fc")]
    public void AHeadMayBeMissingWhereOneIsMade(bool preActivation, string head)
    {
        ResNetArchitecture architecture = TestNetworks.Small(ResNetShortcut.Projection) with
        {
            PreActivation = preActivation,
        };
        Tensors tensors = Tensors.Of(TestNetworks.Model(architecture));
        tensors.Remove(head + ".weight");
        Assert.Throws<InvalidDataException>(() => Read(tensors, architecture, headIsOptional: true));
        tensors.Remove(head + ".bias");
        Assert.Null(NamedTensorImport.ClassCount(tensors));
        Assert.NotNull(Read(tensors, architecture, headIsOptional: true));
        string message = Assert.Throws<InvalidDataException>(() => Read(tensors, architecture)).Message;
        Assert.Contains($"Missing: {head}.weight, {head}.bias", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bn1.running_var", -1f)]
    [InlineData("layer1.0.conv2.weight", float.NaN)]
    [InlineData("fc.bias", float.PositiveInfinity)]
    public void ValuesThatNoNetworkHasAreRefused(string name, float value)
    {
        ResNetArchitecture architecture = TestNetworks.Small(ResNetShortcut.Projection);
        Tensors tensors = Tensors.Of(TestNetworks.Model(architecture));
        tensors.Read(name)[1] = value;
        string message = Assert.Throws<InvalidDataException>(() => Read(tensors, architecture)).Message;
        Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
    }

    private static ResNetModel Read(
        INamedTensors tensors, ResNetArchitecture architecture, bool headIsOptional = false) => NamedTensorImport.Read(
            tensors, architecture, 16, 16, ResNetPixelNormalization.ImageNet.ToChannels(), headIsOptional);

    internal sealed class Tensors : INamedTensors
    {
        private readonly Dictionary<string, float[]> _values = [];
        private readonly Dictionary<string, long[]> _shapes = [];

        public string Source => "memory";

        public IReadOnlyDictionary<string, long[]> Shapes => _shapes;

        public float[] Read(string name) => _values[name];

        public void Add(string name, long[] shape, float[] values) =>
            (_shapes[name], _values[name]) = (shape, values);

        public void Remove(string name) => _shapes.Remove(name);

        public static Tensors Of(ResNetModel model)
        {
            Tensors tensors = new();
            foreach (TensorPlace place in NamedTensorExport.Places(model))
                tensors.Add(place.Name, place.Shape, NamedTensorExport.Values(model, place));
            return tensors;
        }
    }
}
