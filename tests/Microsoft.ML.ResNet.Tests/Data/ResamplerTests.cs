using CsCheck;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class ResamplerTests
{
    private static readonly Gen<(int, int, int, int, int, int)> s_case = Gen.Select(
        Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 2], Gen.Int[0, 1000]);

    /// <summary>
    /// Two passes that each round to bytes differ from one exact pass by slightly more than 1 at most.
    /// </summary>
    [Fact]
    public void AgreesWithANaiveTriangleFilter() => s_case.Sample(c =>
    {
        (int sourceWidth, int sourceHeight, int width, int height, int kind, int seed) = c;
        var source = new byte[sourceWidth * sourceHeight * 4];
        new Random(seed).NextBytes(source);
        var placement =
            ImagePlacement.For((ImageResizingEstimator.ResizingKind)kind, sourceWidth, sourceHeight, width, height);
        var canvas = new byte[width * height * 4];
        Resampler.Resample(source, sourceWidth, sourceHeight, placement, canvas, width);

        for (int y = 0; y < placement.Height; y++)
        {
            for (int x = 0; x < placement.Width; x++)
            {
                int channel = (x + y) % 4;
                double expected = Naive(source, sourceWidth, sourceHeight, placement, x, y, channel);
                int actual = canvas[((placement.Y + y) * width + placement.X + x) * 4 + channel];
                Assert.InRange(actual, expected - 1.1, expected + 1.1);
            }
        }
    }, iter: 200);

    [Fact]
    public void KeepsAConstantImage() => s_case.Sample(c =>
    {
        (int sourceWidth, int sourceHeight, int width, int height, _, int seed) = c;
        var source = new byte[sourceWidth * sourceHeight * 4];
        Array.Fill(source, (byte)seed);
        var canvas = new byte[width * height * 4];
        var placement =
            ImagePlacement.For(ImageResizingEstimator.ResizingKind.Fill, sourceWidth, sourceHeight, width, height);
        Resampler.Resample(source, sourceWidth, sourceHeight, placement, canvas, width);
        Assert.All(canvas, value => Assert.Equal((byte)seed, value));
    }, iter: 100);

    private static double Naive(byte[] source, int sourceWidth, int sourceHeight, ImagePlacement p, int x, int y,
        int channel)
    {
        (double stepX, double stepY) = (p.SourceWidth / p.Width, p.SourceHeight / p.Height);
        (double centreX, double centreY) = (p.SourceX + (x + 0.5) * stepX, p.SourceY + (y + 0.5) * stepY);
        double sum = 0, weights = 0;
        for (int sy = 0; sy < sourceHeight; sy++)
        {
            for (int sx = 0; sx < sourceWidth; sx++)
            {
                double weight =
                    Triangle(sx + 0.5 - centreX, Math.Max(stepX, 1)) * Triangle(sy + 0.5 - centreY, Math.Max(stepY, 1));
                sum += weight * source[(sy * sourceWidth + sx) * 4 + channel];
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static double Triangle(double distance, double radius) => Math.Max(0, 1 - Math.Abs(distance) / radius);
}
