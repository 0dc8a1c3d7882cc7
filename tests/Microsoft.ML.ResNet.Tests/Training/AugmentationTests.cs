using System.Numerics;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class AugmentationTests
{
    private static readonly ChannelNormalization s_normalization = new([100, 120, 90], [50, 50, 50]);
    private static readonly Vector3 s_gray = new(0.299f * 100 + 0.587f * 120 + 0.114f * 90);

    private static readonly TrainingSettings s_settings = new()
    {
        Options = TestOptions.Create(o =>
        {
            o.Architecture = ResNetArchitecture.ResNet20;
            o.Augmentation.CropPadding = 0;
            o.Augmentation.HorizontalFlip = false;
        }),
        ClassCount = 2,
        InputHeight = 20,
        InputWidth = 40,
    };

    private static readonly ImageSize s_stored = new(32, 50);

    [Fact]
    public void PaddedCropsCoverExactlyTheValidOffsets()
    {
        ImageView[] views = Draw(
            s_settings.With(o => (o.Augmentation.CropPadding, o.Augmentation.HorizontalFlip) = (2, true)) with
            {
                InputHeight = 0,
                InputWidth = 47,
            },
            4000);
        HashSet<(float, float, int)> places = [.. views.Select(view => (view.Top, view.Left, view.Flip))];
        Assert.Equal(5 * 8 * 2, places.Count);
        Assert.All(places, place => Assert.True(place.Item1 is >= -2 and <= 2 && place.Item2 is >= -2 and <= 5));
        Assert.All(views, view => Assert.Equal((32, 47), (view.Height, view.Width)));
    }

    [Fact]
    public void ResizedCropsCoverTheAreaAndAspectRanges()
    {
        ImageView[] views = Draw(With(o =>
        {
            (o.Crop, o.SmallestCropArea, o.LargestCropArea) = (ResNetRandomCrop.Resized, 0.2f, 0.6f);
        }));
        Assert.All(views, AssertWithin);
        double[] areas = [.. views.Select(view => view.Height * view.Width / (32 * 50.0))];
        double[] aspects = [.. views.Select(view => view.Width / view.Height / 2.0)];
        AssertSpans(areas, 0.2, 0.6);
        AssertSpans(aspects, 0.75, 4 / 3.0);
        Assert.True(views.Select(view => view.Top / (32 - view.Height)).Min() < 0.05);
        Assert.True(views.Select(view => view.Left / (50 - view.Width)).Max() > 0.95);
    }

    [Fact]
    public void ResizedCropsFallBackToTheLargestCropOfTheInputShape()
    {
        ImageView[] views = Draw(With(o => (o.Crop, o.SmallestCropArea) = (ResNetRandomCrop.Resized, 1)), 50);
        Assert.All(views, view => Assert.Equal((25, 50), (view.Height, view.Width)));
    }

    [Fact]
    public void ScaledCropsKeepTheInputShapeAndCoverTheScaleRange()
    {
        ImageView[] views = Draw(With(o => o.Crop = ResNetRandomCrop.Scaled));
        Assert.All(views, AssertWithin);
        Assert.All(views, view => Assert.Equal(2, view.Width / view.Height, 1e-5f));
        AssertSpans([.. views.Select(view => 50.0 / view.Width)], 256 / 224.0, 480 / 224.0);
    }

    [Fact]
    public void ColorsAreUnchangedByDefault() =>
        Assert.All(Draw(s_settings, 20), view => Assert.Equal(0, view.Recolour));

    [Fact]
    public void BrightnessScalesPixelValues()
    {
        Matrix4x4[] maps = Colors(o => o.Brightness = 0.4f);
        Assert.All(maps, map => Assert.Equal(Matrix4x4.CreateScale(map.M11), map));
        AssertSpans([.. maps.Select(map => (double)map.M11)], 0.6, 1.4);
    }

    [Fact]
    public void ContrastScalesAroundTheMeanGray()
    {
        Matrix4x4[] maps = Colors(o => o.Contrast = 0.5f);
        Assert.All(maps, map => AssertEqual(s_gray, Vector3.Transform(s_gray, map)));
        AssertSpans([.. maps.Select(map => (double)map.M22)], 0.5, 1.5);
    }

    [Fact]
    public void SaturationPreservesLuminance()
    {
        Vector3 luminance = new(0.299f, 0.587f, 0.114f), color = new(200, 30, 70);
        Matrix4x4[] maps = Colors(o => o.Saturation = 1);
        Assert.All(maps, map => AssertEqual(new Vector3(77), Vector3.Transform(new Vector3(77), map)));
        Assert.All(maps, map => Assert.Equal(
            Vector3.Dot(color, luminance), Vector3.Dot(Vector3.Transform(color, map), luminance), 1e-2f));
        AssertSpans([.. maps.Select(map => (double)Vector3.Distance(
            Vector3.Transform(color, map), new Vector3(Vector3.Dot(color, luminance))))], 0,
            2 * Vector3.Distance(color, new Vector3(Vector3.Dot(color, luminance))));
    }

    [Fact]
    public void HueRotatesAroundTheGrayAxis()
    {
        Matrix4x4[] maps = Colors(o => o.Hue = 0.25f);
        Assert.All(maps, map => AssertEqual(new Vector3(77), Vector3.Transform(new Vector3(77), map)));
        Assert.All(maps, map => Assert.Equal(1, map.GetDeterminant(), 1e-4f));
        AssertSpans([.. maps.Select(map => Math.Acos((map.M11 + map.M22 + map.M33 - 1) / 2))], 0, Math.PI / 2);
    }

    [Fact]
    public void ColorShiftAddsPrincipalComponentsWithNormalFactors()
    {
        PrincipalColors colors = new(new double[,] { { 400, 0, 0 }, { 0, 100, 0 }, { 0, 0, 25 } });
        Matrix4x4[] maps = Colors(o => o.ColorShift = 0.1f, colors);
        Assert.Equal(2, Deviation(maps.Select(map => map.M41)), 0.1);
        Assert.Equal(1, Deviation(maps.Select(map => map.M42)), 0.05);
        Assert.Equal(0.5, Deviation(maps.Select(map => map.M43)), 0.025);
        Assert.All(maps, map => Assert.Equal(Matrix4x4.CreateTranslation(map.Translation), map));
    }

    [Fact]
    public void GrayImagesIgnoreColorOptions()
    {
        TrainingSettings settings = With(o => (o.Contrast, o.Saturation, o.Hue) = (0.5f, 1, 0.5f));
        Augmentation augmentation = new(settings, s_stored, new ChannelNormalization([80], [20]));
        for (int row = 0; row < 100; row++)
        {
            Matrix4x4 map = augmentation.For(0, row).Colors;
            Assert.Equal(80, 80 * map.M11 + map.M41, 1e-3f);
            Assert.InRange(map.M11, 0.5f, 1.5f);
        }
    }

    [Fact]
    public void CutoutSquareMayExtendBeyondTheImage()
    {
        ImageView[] views = Draw(With(o => o.Cutout = 0.5f));
        Assert.All(views, view => Assert.Equal((10, 10), (view.ErasedHeight, view.ErasedWidth)));
        Assert.Equal(Enumerable.Range(-5, 20), views.Select(view => view.ErasedTop).Distinct().Order());
        Assert.Equal(Enumerable.Range(-5, 40), views.Select(view => view.ErasedLeft).Distinct().Order());
    }

    [Fact]
    public void ErasedRectanglesCoverTheAreaAndAspectRanges()
    {
        ImageView[] views = Draw(With(o =>
            (o.ErasingProbability, o.SmallestErasedArea, o.LargestErasedArea) = (0.25f, 0.1f, 0.2f)), 4000);
        ImageView[] erased = [.. views.Where(view => view.ErasedHeight > 0)];
        Assert.InRange(erased.Length, 900, 1100);
        Assert.All(erased, view => Assert.True(
            view.ErasedTop >= 0 && view.ErasedTop + view.ErasedHeight <= 20
            && view.ErasedLeft >= 0 && view.ErasedLeft + view.ErasedWidth <= 40));
        double[] areas = [.. erased.Select(view => view.ErasedHeight * view.ErasedWidth / 800.0)];
        Assert.InRange(areas.Average(), 0.14, 0.16);
        Assert.Contains(erased, view => view.ErasedWidth > 2 * view.ErasedHeight);
        Assert.Contains(erased, view => view.ErasedHeight > 2 * view.ErasedWidth);
    }

    [Fact]
    public void DependsOnlyOnSeedEpochAndImage()
    {
        TrainingSettings settings = With(o =>
        {
            o.Crop = ResNetRandomCrop.Resized;
            (o.Brightness, o.Contrast, o.Saturation, o.Hue, o.ErasingProbability) = (0.4f, 0.4f, 0.4f, 0.1f, 0.5f);
        });
        ImageView view = View(settings, 3, 7);
        Assert.Equal(view, View(settings, 3, 7));
        Assert.Equal(view.Colors, View(settings, 3, 7).Colors);
        Assert.NotEqual(view.Colors, View(settings, 4, 7).Colors);
        Assert.NotEqual(view, View(settings, 4, 7));
        Assert.NotEqual(view, View(settings, 3, 8));
        Assert.NotEqual(view, View(settings with { Seed = 1 }, 3, 7));
    }

    public static TheoryData<string, object> OutOfRange { get; } = new()
    {
        { nameof(ResNetAugmentationOptions.Crop), (ResNetRandomCrop)3 },
        { nameof(ResNetAugmentationOptions.SmallestCropArea), 0f },
        { nameof(ResNetAugmentationOptions.SmallestCropArea), float.NaN },
        { nameof(ResNetAugmentationOptions.LargestCropArea), 1.1f },
        { nameof(ResNetAugmentationOptions.SmallestCropAspect), 2f },
        { nameof(ResNetAugmentationOptions.LargestCropAspect), 11f },
        { nameof(ResNetAugmentationOptions.SmallestScale), 0.9f },
        { nameof(ResNetAugmentationOptions.LargestScale), 17f },
        { nameof(ResNetAugmentationOptions.Brightness), 1.5f },
        { nameof(ResNetAugmentationOptions.Contrast), -0.1f },
        { nameof(ResNetAugmentationOptions.Saturation), float.NaN },
        { nameof(ResNetAugmentationOptions.Hue), 0.6f },
        { nameof(ResNetAugmentationOptions.ColorShift), 2f },
        { nameof(ResNetAugmentationOptions.Cutout), 1.5f },
        { nameof(ResNetAugmentationOptions.ErasingProbability), -0.5f },
        { nameof(ResNetAugmentationOptions.SmallestErasedArea), 0.5f },
        { nameof(ResNetAugmentationOptions.LargestErasedArea), 1.5f },
        { nameof(ResNetAugmentationOptions.SmallestErasedAspect), 0.05f },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void RejectsOptionsOutOfRangeByName(string name, object value)
    {
        ResNetAugmentationOptions options = new();
        typeof(ResNetAugmentationOptions).GetProperty(name)!.SetValue(options, value);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            s_settings.With(o => o.Augmentation = options).Validate);
        Assert.StartsWith($"Augmentation.{name} is {FormattableString.Invariant($"{value}")}; ", error.Message);
    }

    [Fact]
    public void RejectsCutoutTogetherWithErasing() => Assert.Throws<ArgumentOutOfRangeException>(
        s_settings.With(o => (o.Augmentation.Cutout, o.Augmentation.ErasingProbability) = (0.5f, 0.5f)).Validate);

    private static TrainingSettings With(Action<ResNetAugmentationOptions> change)
    {
        TrainingSettings settings = s_settings.With(o => change(o.Augmentation));
        settings.Validate();
        return settings;
    }

    private static ImageView View(TrainingSettings settings, int epoch, long row) =>
        new Augmentation(settings, s_stored, s_normalization).For(epoch, row);

    private static ImageView[] Draw(TrainingSettings settings, int count = 2000, PrincipalColors? colors = null)
    {
        Augmentation augmentation = new(settings, s_stored, s_normalization, colors);
        return [.. Enumerable.Range(0, count).Select(row => augmentation.For(1, row))];
    }

    private static Matrix4x4[] Colors(Action<ResNetAugmentationOptions> change, PrincipalColors? colors = null) =>
        [.. Draw(With(change), colors: colors).Select(view => view.Colors)];

    private static double Deviation(IEnumerable<float> values) =>
        Math.Sqrt(values.Average(value => (double)value * value));

    private static void AssertWithin(ImageView view) => Assert.True(
        view.Top >= 0 && view.Left >= 0 && view.Top + view.Height <= 32 + 1e-4 && view.Left + view.Width <= 50 + 1e-4);

    // All values are in the range, and some are near each end.
    private static void AssertSpans(double[] values, double least, double most)
    {
        double slack = 1e-4 * (most - least), near = 0.05 * (most - least);
        Assert.InRange(values.Min(), least - slack, least + near);
        Assert.InRange(values.Max(), most - near, most + slack);
    }

    private static void AssertEqual(Vector3 expected, Vector3 actual) =>
        Assert.True(Vector3.Distance(expected, actual) < 1e-2f, $"{actual}, not {expected}");
}
