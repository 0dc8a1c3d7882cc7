using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;
using Xunit;
using Tensors = Microsoft.ML.ResNet.Tests.NamedTensorTests.Tensors;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Names of other programs and libraries are read as torchvision's and timm's.</summary>
public sealed class ForeignNamesTests
{
    // As transformers' ResNetForImageClassification and torchvision's resnet50 name the same tensors.
    [Theory]
    [InlineData("resnet.embedder.embedder.convolution.weight", "conv1.weight")]
    [InlineData("resnet.embedder.embedder.normalization.running_mean", "bn1.running_mean")]
    [InlineData("embedder.embedder.convolution.weight", "conv1.weight")]
    [InlineData("resnet.encoder.stages.0.layers.0.layer.2.normalization.running_var", "layer1.0.bn3.running_var")]
    [InlineData("encoder.stages.3.layers.10.layer.0.convolution.weight", "layer4.10.conv1.weight")]
    [InlineData("resnet.encoder.stages.1.layers.0.shortcut.convolution.weight", "layer2.0.downsample.0.weight")]
    [InlineData("resnet.encoder.stages.1.layers.0.shortcut.normalization.bias", "layer2.0.downsample.1.bias")]
    [InlineData("classifier.1.weight", "fc.weight")]
    [InlineData("module.conv1.weight", "conv1.weight")]
    [InlineData("module.encoder_q.layer1.0.bn1.weight", "layer1.0.bn1.weight")]
    [InlineData("model.backbone.layer4.2.conv3.weight", "layer4.2.conv3.weight")]
    [InlineData("_orig_mod.encoder.fc.bias", "fc.bias")]
    [InlineData("stages.0.blocks.0.norm1.weight", "stages.0.blocks.0.norm1.weight")]
    [InlineData("head.fc.weight", "head.fc.weight")]
    public void NamesAreTranslated(string theirs, string ours) => Assert.Equal(ours, ForeignNames.Translate(theirs));

    [Theory]
    [InlineData("module.")]
    [InlineData("model.")]
    [InlineData("backbone.")]
    [InlineData("encoder.")]
    public void APrefixDoesNotMatter(string prefix)
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection), channels: 3, classes: 5);
        Tensors theirs = new();
        foreach (TensorPlace place in NamedTensorExport.Places(model))
            theirs.Add(prefix + place.Name, place.Shape, NamedTensorExport.Values(model, place));
        theirs.Add("optimizer.step", [1], [3]);
        RenamedTensors tensors = new(theirs);
        ResNetArchitecture found = NamedTensorImport.Recognise(tensors, 3)!;
        Assert.True(found.HasStructureOf(model.Architecture with { Name = found.Name }));
        ResNetModel read = NamedTensorImport.Read(
            tensors, model.Architecture, 16, 16, ResNetPixelNormalization.ImageNet.ToChannels(), headIsOptional: false);
        Assert.Equal(model.WeightsSha256, read.WeightsSha256);
    }

    // A momentum encoder beside the encoder: one of them is the network, whichever, and no tensor is of both.
    [Fact]
    public void TwoNetworksInAFileAreNotMixed()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection), channels: 3, classes: 5);
        Tensors theirs = new();
        foreach (TensorPlace place in NamedTensorExport.Places(model))
        {
            float[] values = NamedTensorExport.Values(model, place);
            theirs.Add("module.encoder_q." + place.Name, place.Shape, values);
            theirs.Add("module.encoder_k." + place.Name, place.Shape, [.. values.Select(_ => 9f)]);
        }
        ResNetModel read = NamedTensorImport.Read(
            new RenamedTensors(theirs), model.Architecture, 16, 16, ResNetPixelNormalization.ImageNet.ToChannels(),
            headIsOptional: false);
        Assert.Equal(model.WeightsSha256, read.WeightsSha256);
    }

    public static TheoryData<ResNetArchitecture> Architectures() =>
    [
        ResNetArchitecture.ResNet18 with { StageDepths = [2, 2, 2, 3] },
        ResNetArchitecture.ResNet50 with { StageDepths = [1, 2, 1, 2] },
        ResNetArchitecture.ResNet50D with { StageDepths = [1, 1, 2] , StageWidths = [16, 24, 40] },
        ResNetArchitecture.ResNet20 with { StageDepths = [1, 2, 3] },
        TestNetworks.Small(ResNetShortcut.Projection) with { PreActivation = true, StageDepths = [1, 2] },
        TestNetworks.Small(ResNetShortcut.Projection, ResNetBlock.Bottleneck) with { SqueezeReduction = 2 },
    ];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void ArchitecturesAreFoundWhateverTheirDepths(ResNetArchitecture architecture)
    {
        Tensors tensors = new();
        foreach (TensorPlace place in TorchNaming.Places(NetworkLayout.ForCounting(architecture, 3, 4)))
            tensors.Add(place.Name, place.Shape, []);
        Assert.Equal(3, TensorArchitecture.Channels(tensors.Shapes));
        ResNetArchitecture found = NamedTensorImport.Recognise(tensors, 3)!;
        Assert.True(found.HasStructureOf(architecture with { Name = found.Name }), found.ToString());
        // Without a head, too, and with one of another form.
        tensors.Remove("fc.weight");
        tensors.Remove("fc.bias");
        tensors.Remove("head.fc.weight");
        tensors.Remove("head.fc.bias");
        tensors.Add("fc.0.weight", [7, 7], []);
        Assert.True(NamedTensorImport.Recognise(tensors, 3)!.HasStructureOf(found));
    }

    [Fact]
    public void TensorsOfOtherNetworksAreOfNone()
    {
        Tensors tensors = new();
        Assert.Null(NamedTensorImport.Recognise(tensors, 3));
        tensors.Add("conv1.weight", [64, 3, 7, 7], []);
        Assert.Null(NamedTensorImport.Recognise(tensors, 3));
        tensors.Add("layer1.0.conv1.weight", [0, 3, 7, 7], []);
        tensors.Add("layer1.0.conv2.weight", [int.MaxValue, 1, 1, 1], []);
        Assert.Null(NamedTensorImport.Recognise(tensors, 3));
    }
}
