using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ImageMixingTests
{
    private const int Height = 20, Width = 30;

    private static readonly TrainingSettings s_settings =
        new() { Options = TestOptions.Create(o => o.Architecture = ResNetArchitecture.ResNet20), ClassCount = 2 };

    [Fact]
    public void MixesNothingByDefault()
    {
        ImageMixing mixing = new(s_settings, Height, Width);
        Assert.False(mixing.IsOn);
        Assert.Equal(Mixture.None, mixing.For(0, 1));
    }

    [Fact]
    public void MixupWeightsPixelsLikeLabels()
    {
        Mixture[] mixtures = Draw(s_settings.With(o => o.Augmentation.MixupAlpha = 1));
        Assert.All(mixtures, mixture => Assert.Equal(new Mixture(mixture.OwnPart, default, mixture.OwnPart), mixture));
        Assert.Equal(0.5, mixtures.Average(mixture => mixture.OwnPart), 0.03); // uniform
        Assert.InRange(mixtures.Count(mixture => mixture.OwnPart < 0.1), 150, 250);
    }

    [Fact]
    public void CutMixWeightsLabelsByRemainingArea()
    {
        Mixture[] mixtures = Draw(s_settings.With(o => o.Augmentation.CutMixAlpha = 1));
        Assert.All(mixtures, mixture =>
        {
            Assert.Equal(1, mixture.Share);
            PixelBox box = mixture.Box;
            Assert.InRange(box.Top, 0, box.Bottom);
            Assert.InRange(box.Left, 0, box.Right);
            Assert.InRange(box.Bottom, 0, Height);
            Assert.InRange(box.Right, 0, Width);
            double area = (double)(box.Bottom - box.Top) * (box.Right - box.Left);
            Assert.Equal(1 - area / (Height * Width), mixture.OwnPart, 1e-6);
        });
        // Without clipping at the border, half of the area would remain on average.
        Assert.InRange(mixtures.Average(mixture => mixture.OwnPart), 0.55, 0.8);
        Assert.Contains(mixtures, mixture => mixture.OwnPart < 0.3);
        Assert.Contains(mixtures, mixture => mixture.OwnPart > 0.95);
    }

    [Fact]
    public void PicksMixupOrCutMixAtRandomWhenBothAreOn()
    {
        Mixture[] mixtures = Draw(s_settings.With(o => (o.Augmentation.MixupAlpha, o.Augmentation.CutMixAlpha) = (1, 1)));
        Assert.InRange(mixtures.Count(mixture => mixture.Share < 1), 900, 1100);
    }

    [Fact]
    public void DependsOnlyOnSeedEpochAndImage()
    {
        TrainingSettings settings = s_settings.With(o => o.Augmentation.MixupAlpha = 0.4f);
        Mixture mixture = new ImageMixing(settings, Height, Width).For(3, 4);
        Assert.Equal(mixture, new ImageMixing(settings, Height, Width).For(3, 4));
        Assert.NotEqual(mixture, new ImageMixing(settings, Height, Width).For(4, 4));
        Assert.NotEqual(mixture, new ImageMixing(settings, Height, Width).For(3, 5));
        Assert.NotEqual(mixture, new ImageMixing(settings with { Seed = 1 }, Height, Width).For(3, 4));
    }

    private static Mixture[] Draw(TrainingSettings settings)
    {
        ImageMixing mixing = new(settings, Height, Width);
        return [.. Enumerable.Range(0, 2000).Select(row => mixing.For(2, row))];
    }
}
