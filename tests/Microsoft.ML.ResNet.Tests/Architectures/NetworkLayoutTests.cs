using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class NetworkLayoutTests
{
    public static TheoryData<ResNetArchitecture> Architectures => TestNetworks.Every();

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryValueBelongsToExactlyOneTensor(ResNetArchitecture architecture)
    {
        NetworkLayout layout = new(architecture, 16, 16, 3, 4);
        List<ParameterRange> all = [.. layout.Parameters()];
        List<ParameterRange> weights = [.. all.Where(range => range.Offset < layout.WeightCount)];
        List<ParameterRange> affine = [.. all.Where(range => range.Offset >= layout.WeightCount)];
        AssertTiles(weights, 0, layout.WeightCount);
        AssertTiles(affine, layout.WeightCount, layout.ParameterCount);
        AssertTiles(
            [.. layout.Normalizations.SelectMany(n => new[] { n.RunningMean, n.RunningVariance })],
            0, layout.StatisticsCount);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void AdjacentLayersHaveMatchingShapes(ResNetArchitecture architecture)
    {
        foreach ((int height, int width) in new[] { (16, 16), (17, 31), (32, 32), (33, 20), (224, 224) })
        {
            NetworkLayout layout = new(architecture, height, width, 1, 4);
            int h = layout.Stem.OutHeight, w = layout.Stem.OutWidth, c = layout.Stem.Last.OutChannels;
            foreach (BlockLayout block in layout.Blocks)
            {
                Assert.Equal((h, w, c), (block.First.Height, block.First.Width, block.First.InChannels));
                foreach (UnitLayout unit in block.Units)
                {
                    Assert.Equal(
                        (h, w, c), (unit.Convolution.Height, unit.Convolution.Width, unit.Convolution.InChannels));
                    (h, w, c) = (unit.Convolution.OutHeight, unit.Convolution.OutWidth, unit.Convolution.OutChannels);
                }
                if (block.Projection?.Convolution is { } projection)
                    Assert.Equal((h, w, c), (projection.OutHeight, projection.OutWidth, projection.OutChannels));
            }
            Assert.Equal(((long)h * w, c), (layout.Head.Pixels, layout.Head.Features));
        }
    }

    [Fact]
    public void ResNet50HasTheShapesOfThePaper()
    {
        NetworkLayout layout = new(ResNetArchitecture.ResNet50, 224, 224, 3, 1000);
        Assert.Equal(56, layout.Stem.Pool!.OutHeight);
        Assert.Equal(16, layout.Blocks.Count);
        Assert.Equal(
            [(56, 256), (28, 512), (14, 1024), (7, 2048)],
            layout.Blocks.Select(block => (block.Last.OutHeight, block.Last.OutChannels)).Distinct());
        BlockLayout halving = layout.Blocks[3];
        Assert.Equal([1, 2, 1], halving.Units.Select(unit => unit.Convolution.Stride));
        BlockLayout paper = new NetworkLayout(
            ResNetArchitecture.ImageNet(50, stride: ResNetBottleneckStride.First1x1), 224, 224, 3, 1000).Blocks[3];
        Assert.Equal([2, 1, 1], paper.Units.Select(unit => unit.Convolution.Stride));
    }

    [Theory]
    [InlineData(15, 16, 3, 2, "15 by 16")]
    [InlineData(16, 9000, 3, 2, "9000")]
    [InlineData(32, 32, 2, 2, "2 channels")]
    [InlineData(32, 32, 4, 2, "4 channels")]
    [InlineData(32, 32, 3, 1, "1 classes")]
    public void RejectsInvalidInputs(int height, int width, int channels, int classes, string named)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new NetworkLayout(ResNetArchitecture.ResNet20, height, width, channels, classes));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RejectsMoreParametersThanAnArrayCanHold()
    {
        ResNetArchitecture huge = ResNetArchitecture.ResNet18 with
        {
            StageDepths = [1024, 1024, 1024, 1024],
            StageWidths = [65536, 65536, 65536, 65536],
        };
        Assert.Contains(
            "parameters", Assert.Throws<ArgumentException>(() => huge.CountParameters(2)).Message,
            StringComparison.Ordinal);
    }

    private static void AssertTiles(List<ParameterRange> ranges, long start, long end)
    {
        foreach (ParameterRange range in ranges.OrderBy(range => range.Offset))
        {
            Assert.Equal(start, range.Offset);
            Assert.True(range.Length > 0);
            start = range.End;
        }
        Assert.Equal(end, start);
    }
}
