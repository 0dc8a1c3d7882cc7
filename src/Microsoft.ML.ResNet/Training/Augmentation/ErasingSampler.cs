using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Draws the rectangle of the network's input to erase.</summary>
internal sealed class ErasingSampler(ResNetAugmentationOptions options, ImageSize input)
{
    public void Draw(ref RandomStream random, ref ImageView view)
    {
        if (options.Cutout > 0)
            CutOut(ref random, ref view);
        else if (options.ErasingProbability > 0 && random.Uniform() <= options.ErasingProbability)
            Erase(ref random, ref view);
    }

    // The center is inside the image; the square may extend beyond it.
    private void CutOut(ref RandomStream random, ref ImageView view)
    {
        int side = (int)Math.Round(options.Cutout * Math.Min(input.Height, input.Width));
        view.ErasedTop = (int)random.Below((uint)input.Height) - side / 2;
        view.ErasedLeft = (int)random.Below((uint)input.Width) - side / 2;
        (view.ErasedHeight, view.ErasedWidth) = (side, side);
    }

    private void Erase(ref RandomStream random, ref ImageView view)
    {
        double area = options.SmallestErasedArea
            + (options.LargestErasedArea - options.SmallestErasedArea) * random.Uniform();
        double aspect = Math.Pow(options.SmallestErasedAspect, 2 * random.Uniform() - 1);
        // A side longer than the image is clamped, which keeps the area's order of magnitude.
        int height = Side(Math.Sqrt(area * input.Height * input.Width / aspect), input.Height);
        int width = Side(Math.Sqrt(area * input.Height * input.Width * aspect), input.Width);
        view.ErasedTop = (int)random.Below((uint)(input.Height - height + 1));
        view.ErasedLeft = (int)random.Below((uint)(input.Width - width + 1));
        (view.ErasedHeight, view.ErasedWidth) = (height, width);
    }

    private static int Side(double length, int most) => Math.Clamp((int)Math.Round(length), 1, most);
}
