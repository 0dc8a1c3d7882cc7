namespace Microsoft.ML.ResNet;

/// <summary>
/// Pad-and-crop and mirroring (He et al. 2015, section 4.2), decided by the seed, the epoch and the image alone.
/// </summary>
internal readonly struct Augmentation(TrainingSettings settings)
{
    private readonly int _seed = settings.Seed;
    private readonly int _padding = settings.CropPadding;
    private readonly bool _flip = settings.HorizontalFlip;

    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="row">The image.</param>
    /// <returns>Where the crop lies, -padding to padding each way, and whether it is mirrored.</returns>
    public (int OffsetY, int OffsetX, bool Flip) For(int epoch, long row)
    {
        RandomStream random = new(_seed, RandomPurpose.Augmentation, epoch, row);
        uint places = (uint)(2 * _padding + 1);
        int y = (int)random.Below(places) - _padding;
        int x = (int)random.Below(places) - _padding;
        return (y, x, _flip && random.Below(2) == 1);
    }
}
