using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Draws the random view of each training image. The view depends only on seed, epoch and image.</summary>
internal sealed class Augmentation
{
    private readonly int _seed;
    private readonly bool _flip;
    private readonly CropSampler _crop;
    private readonly ColorSampler? _color;
    private readonly ErasingSampler _erasing;

    /// <param name="settings">Seed and options.</param>
    /// <param name="stored">Size of the stored images.</param>
    /// <param name="normalization">Provides the mean color.</param>
    /// <param name="principal">
    /// Principal components of the training set's colors, used by <see cref="ResNetAugmentationOptions.ColorShift"/>.
    /// </param>
    public Augmentation(
        TrainingSettings settings, ImageSize stored, ChannelNormalization normalization,
        PrincipalColors? principal = null)
    {
        ResNetAugmentationOptions options = settings.Options.Augmentation;
        ImageSize input = settings.InputOf(stored);
        _seed = settings.Seed;
        _flip = settings.Options.Augmentation.HorizontalFlip;
        _crop = new CropSampler(settings, stored, input);
        _color = options.ChangesColors ? new ColorSampler(options, normalization, principal) : null;
        _erasing = new ErasingSampler(options, input);
    }

    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="row">The image.</param>
    public ImageView For(int epoch, long row)
    {
        RandomStream random = new(_seed, RandomPurpose.Augmentation, epoch, row);
        ImageView view = _crop.Draw(ref random);
        view.Flip = _flip && random.Below(2) == 1 ? 1 : 0;
        if (_color is not null)
            view.Colors = _color.Draw(ref random);
        _erasing.Draw(ref random, ref view);
        return view;
    }
}
