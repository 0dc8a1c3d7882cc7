using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Draws the crop of a stored image that becomes the network's input.</summary>
internal sealed class CropSampler(TrainingSettings settings, ImageSize stored, ImageSize input)
{
    private const int Attempts = 10; // as in torchvision

    private readonly ResNetAugmentationOptions _options = settings.Options.Augmentation;

    public ImageView Draw(ref RandomStream random) => _options.Crop switch
    {
        ResNetRandomCrop.Resized => Resized(ref random),
        ResNetRandomCrop.Scaled => Scaled(ref random),
        _ => Padded(ref random),
    };

    private ImageView Padded(ref RandomStream random)
    {
        int padding = settings.CropPadding;
        int y = (int)random.Below((uint)(stored.Height - input.Height + 2 * padding + 1)) - padding;
        int x = (int)random.Below((uint)(stored.Width - input.Width + 2 * padding + 1)) - padding;
        return new ImageView(y, x, input.Height, input.Width);
    }

    // Areas are uniformly distributed, aspect ratios log-uniformly.
    private ImageView Resized(ref RandomStream random)
    {
        double inputAspect = (double)input.Width / input.Height;
        double smallest = Math.Log(_options.SmallestCropAspect), largest = Math.Log(_options.LargestCropAspect);
        double area = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            area = Between(_options.SmallestCropArea, _options.LargestCropArea, random.Uniform())
                * stored.Height * stored.Width;
            double aspect = inputAspect * Math.Exp(Between(smallest, largest, random.Uniform()));
            double width = Math.Sqrt(area * aspect), height = Math.Sqrt(area / aspect);
            if (width <= stored.Width && height <= stored.Height)
                return Place(height, width, ref random);
        }
        return Largest(Math.Min(1, Math.Sqrt(area / LargestArea)), ref random);
    }

    private ImageView Scaled(ref RandomStream random) =>
        Largest(1 / Between(_options.SmallestScale, _options.LargestScale, random.Uniform()), ref random);

    // The largest crop with the input's aspect ratio.
    private (double Height, double Width) LargestPart
    {
        get
        {
            double scale = Math.Min((double)stored.Height / input.Height, (double)stored.Width / input.Width);
            return (scale * input.Height, scale * input.Width);
        }
    }

    private double LargestArea => LargestPart.Height * LargestPart.Width;

    private ImageView Largest(double scale, ref RandomStream random) =>
        Place(LargestPart.Height * scale, LargestPart.Width * scale, ref random);

    private ImageView Place(double height, double width, ref RandomStream random) => new(
        random.Uniform() * (stored.Height - height), random.Uniform() * (stored.Width - width), height, width);

    private static double Between(double from, double to, double part) => from + (to - from) * part;
}
