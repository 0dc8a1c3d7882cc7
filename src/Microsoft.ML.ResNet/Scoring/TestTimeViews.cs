using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>The crops of a stored image for test-time augmentation.</summary>
internal static class TestTimeViews
{
    // 224 of 256 pixels, as in the paper.
    private const double EnlargedPart = 7 / 8.0;

    public static IReadOnlyList<ImageView> Create(ResNetTestTimeAugmentation augmentation, ImageSize stored, ImageSize input) =>
        augmentation switch
        {
            ResNetTestTimeAugmentation.Flip => WithMirrorImages([ImageView.Centre(stored, input)]),
            ResNetTestTimeAugmentation.TenCrop => WithMirrorImages(FiveCrops(stored, input)),
            _ => [ImageView.Centre(stored, input)],
        };

    private static ImageView[] FiveCrops(ImageSize stored, ImageSize input)
    {
        bool isLarger = stored.Height > input.Height && stored.Width > input.Width;
        double height = isLarger ? input.Height : stored.Height * EnlargedPart;
        double width = isLarger ? input.Width : stored.Width * EnlargedPart;
        (double bottom, double right) = (stored.Height - height, stored.Width - width);
        return
        [
            isLarger ? ImageView.Centre(stored, input) : new(bottom / 2, right / 2, height, width),
            new(0, 0, height, width), new(0, right, height, width),
            new(bottom, 0, height, width), new(bottom, right, height, width),
        ];
    }

    private static ImageView[] WithMirrorImages(ImageView[] views) =>
        [.. views, .. views.Select(view => view with { Flip = 1 })];
}
