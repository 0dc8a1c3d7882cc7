using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ResNetArchitectureTests
{
    [Theory]
    [InlineData("ResNet20", 269_722)]
    [InlineData("WideResNet14-4", 2_777_674)]
    [InlineData("SmallResNet10", 4_903_242)]
    [InlineData("SmallResNet18", 11_173_962)]
    [InlineData("ResNet32", 464_154)]
    [InlineData("ResNet44", 658_586)]
    [InlineData("ResNet56", 853_018)]
    [InlineData("ResNet110", 1_727_962)]
    [InlineData("ResNet1202", 19_421_274)]
    [InlineData("Plain20", 269_722)]
    [InlineData("Plain32", 464_154)]
    [InlineData("Plain44", 658_586)]
    [InlineData("Plain56", 853_018)]
    [InlineData("Plain110", 1_727_962)]
    [InlineData("Plain1202", 19_421_274)]
    public void SmallImageNetworksHaveTheParameterCountsOfThePaper(string name, long parameters) =>
        Assert.Equal(parameters, ResNetArchitecture.Parse(name).CountParameters(classes: 10));

    [Theory]
    [InlineData("ResNet18", 11_689_512)]
    [InlineData("ResNet34", 21_797_672)]
    [InlineData("ResNet50", 25_557_032)]
    [InlineData("ResNet101", 44_549_160)]
    [InlineData("ResNet152", 60_192_808)]
    [InlineData("Plain18", 11_515_688)]
    public void LargeImageNetworksHaveTheKnownParameterCounts(string name, long parameters)
    {
        ResNetArchitecture architecture = ResNetArchitecture.Parse(name);
        Assert.Equal(parameters, architecture.CountParameters(classes: 1000));
        Assert.Equal(
            parameters, (architecture with { Stride = ResNetBottleneckStride.First1x1 }).CountParameters(classes: 1000));
    }

    [Theory]
    [InlineData("wide_resnet50_2", 68_883_240)]
    [InlineData("wide_resnet101_2", 126_886_696)]
    [InlineData("resnext50_32x4d", 25_028_904)]
    [InlineData("resnext101_32x8d", 88_791_336)]
    [InlineData("resnext101_64x4d", 83_455_272)]
    public void WideAndGroupedNetworksHaveTorchvisionsParameterCounts(string name, long parameters) =>
        Assert.Equal(parameters, ResNetArchitecture.Parse(name).CountParameters(classes: 1000));

    // The counts of timm's resnet18d ... and legacy_seresnet18 ...
    [Theory]
    [InlineData("resnet18d", 11_708_744)]
    [InlineData("resnet34d", 21_816_904)]
    [InlineData("resnet50d", 25_576_264)]
    [InlineData("resnet101d", 44_568_392)]
    [InlineData("resnet152d", 60_212_040)]
    [InlineData("seresnet18", 11_778_592)]
    [InlineData("seresnet34", 21_958_868)]
    [InlineData("se_resnet50", 28_088_024)]
    [InlineData("se_resnet101", 49_326_872)]
    [InlineData("se_resnet152", 66_821_848)]
    public void ResNetDAndSENetworksHaveThePublishedParameterCounts(string name, long parameters) =>
        Assert.Equal(parameters, ResNetArchitecture.Parse(name).CountParameters(classes: 1000));

    [Theory]
    [InlineData("PreActResNet20", 269_722)]
    [InlineData("PreActResNet56", 853_018)]
    [InlineData("PreActResNet110", 1_727_962)]
    [InlineData("PreActResNet164", 1_703_258)]
    [InlineData("PreActResNet1001", 10_327_706)]
    [InlineData("WideResNet16-8", 10_961_370)]
    [InlineData("WideResNet28-10", 36_479_194)]
    [InlineData("WideResNet40-4", 8_949_210)]
    public void PreActivationNetworksHaveThePublishedParameterCounts(string name, long parameters) =>
        Assert.Equal(parameters, ResNetArchitecture.Parse(name).CountParameters(classes: 10));

    // timm's resnetv2_50, whose stem is a convolution without normalization.
    [Fact]
    public void ALargePreActivationNetworkHasThePublishedParameterCount() => Assert.Equal(
        25_549_352, (ResNetArchitecture.ResNet50 with { PreActivation = true }).CountParameters(classes: 1000));

    [Fact]
    public void ZeroPaddingHasNoParameters() =>
        Assert.Equal(
            11_515_688, ResNetArchitecture.ImageNet(18, shortcut: ResNetShortcut.ZeroPadding).CountParameters(1000));

    [Fact]
    public void Plain34DiffersFromResNet34ByItsProjections()
    {
        // Three projections: in * out weights and 2 * out scales and shifts each.
        long projections = 64 * 128 + 256 + 128 * 256 + 512 + 256 * 512 + 1024;
        Assert.Equal(21_797_672 - projections, ResNetArchitecture.Plain34.CountParameters(1000));
    }

    [Fact]
    public void ProjectionAlwaysAddsAProjectionToEveryBlock()
    {
        ResNetArchitecture b = ResNetArchitecture.Cifar(20, shortcut: ResNetShortcut.Projection);
        ResNetArchitecture c = ResNetArchitecture.Cifar(20, shortcut: ResNetShortcut.ProjectionAlways);
        Assert.Equal(269_722 + 16 * 32 + 64 + 32 * 64 + 128, b.CountParameters(10));
        long identities = 3 * (16 * 16 + 32) + 2 * (32 * 32 + 64) + 2 * (64 * 64 + 128);
        Assert.Equal(b.CountParameters(10) + identities, c.CountParameters(10));
    }

    [Fact]
    public void GrayImagesNeedFewerStemWeights() =>
        Assert.Equal(269_722 - 2 * 9 * 16, ResNetArchitecture.ResNet20.CountParameters(classes: 10, channels: 1));

    [Theory]
    [InlineData("resnet-20", "ResNet20")]
    [InlineData("RESNET_50", "ResNet50")]
    [InlineData(" plain 56 ", "Plain56")]
    public void ParseIgnoresCaseAndSeparators(string text, string name) =>
        Assert.Equal(name, ResNetArchitecture.Parse(text).Name);

    [Fact]
    public void ParseListsTheNamesIfUnknown()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ResNetArchitecture.Parse("ResNet21"));
        Assert.Contains("ResNet21", error.Message, StringComparison.Ordinal);
        Assert.All(ResNetArchitecture.Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryNameParsesToItself() =>
        Assert.All(ResNetArchitecture.Names, name => Assert.Equal(name, ResNetArchitecture.Parse(name).Name));

    [Fact]
    public void EqualityComparesContent()
    {
        ResNetArchitecture copy = ResNetArchitecture.ResNet20 with { StageWidths = new List<int> { 16, 32, 64 } };
        Assert.Equal(ResNetArchitecture.ResNet20, copy);
        Assert.Equal(ResNetArchitecture.ResNet20.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(ResNetArchitecture.ResNet20, copy with { StageWidths = [16, 32, 65] });
        Assert.NotEqual(ResNetArchitecture.ResNet50, ResNetArchitecture.ResNet50 with { Groups = 2 });
        Assert.NotEqual(ResNetArchitecture.ResNet50, ResNetArchitecture.ResNet50 with { PreActivation = true });
        Assert.NotEqual(ResNetArchitecture.ResNet50, ResNetArchitecture.ResNet50 with { SqueezeReduction = 8 });
        Assert.NotEqual(ResNetArchitecture.ResNet50, ResNetArchitecture.ResNet50 with { InnerWidthFactor = 2 });
        Assert.NotEqual(ResNetArchitecture.ResNet20, ResNetArchitecture.Plain20 with { Name = "ResNet20" });
    }

    [Fact]
    public void CopiesItsLists()
    {
        int[] widths = [16, 32, 64];
        ResNetArchitecture architecture = ResNetArchitecture.ResNet20 with { StageWidths = widths };
        widths[0] = 1;
        Assert.Equal(16, architecture.StageWidths[0]);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(2)]
    [InlineData(-4)]
    public void RejectsADepthThatIsNot6nPlus2(int depth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetArchitecture.Cifar(depth));

    [Fact]
    public void RejectsUnknownDepthsAndPlainNetworksWithShortcuts()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetArchitecture.ImageNet(20));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetArchitecture.CifarWide(20, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetArchitecture.CifarWide(16, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNetArchitecture.CifarPreActivation(21));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ResNetArchitecture.CifarPreActivation(110 + 1, ResNetBlock.Bottleneck));
        Assert.Throws<ArgumentException>(
            () => ResNetArchitecture.Cifar(20, residual: false, shortcut: ResNetShortcut.Projection));
    }

    public static TheoryData<ResNetArchitecture, string> Invalid()
    {
        ResNetArchitecture good = ResNetArchitecture.ResNet20, bottleneck = ResNetArchitecture.ResNet50;
        return new()
        {
            { good with { Name = " " }, "Name" },
            { good with { Stem = null! }, "Stem" },
            { good with { Stem = good.Stem with { Kernel = 4 } }, "Stem.Kernel" },
            { good with { Stem = good.Stem with { Kernel = 17 } }, "Stem.Kernel" },
            { good with { Stem = good.Stem with { Stride = 0 } }, "Stem.Stride" },
            { good with { Stem = good.Stem with { Width = 0 } }, "Stem.Width" },
            { good with { StageDepths = [] }, "StageDepths" },
            { good with { StageDepths = [3, 3] }, "StageWidths" },
            { good with { StageDepths = [3, 0, 3] }, "StageDepths[1]" },
            { good with { StageWidths = [16, 32, -1] }, "StageWidths[2]" },
            { good with { StageWidths = [16, 8, 32] }, "Projection" },
            { good with { Block = (ResNetBlock)7 }, "Block" },
            { good with { Shortcut = (ResNetShortcut)7 }, "Shortcut" },
            { good with { Stride = (ResNetBottleneckStride)7 }, "Stride" },
            { good with { Groups = 2 }, "Groups" },
            { good with { SqueezeReduction = -1 }, "SqueezeReduction" },
            { good with { Stem = good.Stem with { Depth = 0 } }, "Stem.Depth" },
            { good with { Stem = new ResNetStem(3, 1, 5, false) { Depth = 2 } }, "Stem.Width" },
            { good with { InnerWidthFactor = 2 }, "InnerWidthFactor" },
            { bottleneck with { Groups = 0 }, "Groups" },
            { bottleneck with { Groups = 3 }, "Groups" },
            { bottleneck with { InnerWidthFactor = 0 }, "InnerWidthFactor" },
            { bottleneck with { InnerWidthFactor = 65 }, "InnerWidthFactor" },
        };
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void RejectsInvalidArchitecturesAndNamesTheProperty(ResNetArchitecture architecture, string named)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => architecture.CountParameters(10));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
