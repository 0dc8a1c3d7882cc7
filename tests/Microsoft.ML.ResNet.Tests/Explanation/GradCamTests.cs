using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class GradCamTests
{
    [Fact]
    public void WeightsChannelsByTheirMeanGradientAndClipsNegativeSums()
    {
        // Two channels with means 2 and -1.
        float[] gradient = [1, -1, 3, -1, 2, 0, 2, -2];
        float[] activations = [1, 0, 0, 1, 2, 3, 0.5f, 2];
        Assert.Equal([2, 0, 1, 0], GradCam.Map(activations, gradient, channels: 2));
    }

    [Fact]
    public void TheUnclippedMapOfTheLastStageSumsToTheLogitWithoutBias()
    {
        ResNetModel model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection));
        NetworkLayout layout = model.CreateLayout();
        using ArrayPixelStore images = ArrayPixelStore.Bytes(1, model.Height, model.Channels, i => (byte)(i * 11 % 251));
        using NativeContext context = NativeContext.Create(1);
        using StageGradient network = new(model, context, stage: 2);
        float logit = network.Forward(new PixelBuffer(images.Pointer, 1, images.Shape))[1];
        ReadOnlySpan<float> gradient = network.Backward(1);
        double sum = 0;
        for (int i = 0; i < gradient.Length; i++)
            sum += (double)gradient[i] * network.Activations[i];
        Assert.Equal(logit - model.Parameters.Span[(int)layout.Head.Bias.Offset + 1], sum, 1e-4);
    }

    // With padding of half the kernel, layers with stride 2 start at the first pixel.
    [Theory]
    [InlineData("ResNet20", 32, 8, 4)]
    [InlineData("ResNet18", 64, 2, 32)]
    [InlineData("ResNet50D", 64, 2, 32)]
    public void StagePixelsMapToTheInputByTheirStrides(string name, int size, int side, int stride)
    {
        NetworkLayout layout = new(ResNetArchitecture.Parse(name), size, size, 3, 2);
        Assert.Equal(
            new StageGrid(side, side, stride), StageGrid.Create(layout, layout.Architecture.StageDepths.Count));
    }

    [Fact]
    public void MapsAreInterpolatedBilinearly()
    {
        StageGrid grid = new(2, 2, 4);
        float[] map = grid.Enlarge([0, 4, 8, 12], 8, 8);
        Assert.Equal([0, 1, 2, 3, 4, 4, 4, 4], map[..8]);
        Assert.Equal([4, 5, 6, 7, 8, 8, 8, 8], map[16..24]);
        Assert.Equal([8, 9, 10, 11, 12, 12, 12, 12], map[56..]);
    }
}
