using SkiaSharp;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>Chooses default options for a folder of images.</summary>
internal static class RecipeChoice
{
    private const int Samples = 64;
    private const int SmallSide = 100; // pixels; from here on networks for large images are better
    private const int ManySmallImages = 20_000;
    private const int ManyPhotographs = 1_000;

    /// <param name="files">The images.</param>
    /// <param name="installed">The pretrained weights for photographs; null if none are installed.</param>
    public static ResNetClassifierEstimator.Options For(IReadOnlyList<LabeledFile> files, ResNetPretrainedWeights? installed)
    {
        var options = new ResNetClassifierEstimator.Options();
        if (MedianSmallerSide(files) < SmallSide)
            return files.Count >= ManySmallImages ? options.Apply(ResNetRecipe.SmallImages) : options;
        if (installed is not null)
        {
            options.Pretrained = installed;
            return options;
        }
        return options.Apply(files.Count >= ManyPhotographs ? ResNetRecipe.Photographs : ResNetRecipe.TinyDataSet);
    }

    // Samples evenly spaced files. Ignores unreadable ones: training reports them.
    private static int MedianSmallerSide(IReadOnlyList<LabeledFile> files)
    {
        int count = Math.Min(files.Count, Samples);
        int[] sides =
        [
            .. Enumerable.Range(0, count)
                .Select(i => SmallerSide(files[(int)((long)i * files.Count / count)].ImagePath))
                .Where(side => side > 0).Order(),
        ];
        return sides.Length == 0 ? 0 : sides[sides.Length / 2];
    }

    private static int SmallerSide(string path)
    {
        using SKCodec? codec = SKCodec.Create(path);
        return codec is null ? 0 : Math.Min(codec.Info.Width, codec.Info.Height);
    }
}
