using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Networks that see a part of larger images.</summary>
public sealed class StoredSizeTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(ResNetRandomCrop.Padded, 0, 16)]
    [InlineData(ResNetRandomCrop.Resized, 0, 18)]
    [InlineData(ResNetRandomCrop.Scaled, 0, 18)]
    [InlineData(ResNetRandomCrop.Padded, 24, 24)]
    public void EncodedImagesAreKeptLargerWhereCropsNeedIt(ResNetRandomCrop crop, int given, int expected)
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(24));
        ResNetClassifierTransformer model = Tiny.Fit(_context, data, o =>
        {
            o.Augmentation.Crop = crop;
            o.StoredHeight = o.StoredWidth = given;
            o.ValidationFraction = 0.25f;
        });
        Assert.Equal((expected, expected), (model.Model.Specification.Height, model.Model.Specification.Width));
        Assert.Equal((16, 16), (model.ImageHeight, model.ImageWidth));

        using var file = new MemoryStream();
        _context.Model.Save(model, data.Schema, file);
        file.Position = 0;
        ITransformer loaded = _context.Model.Load(file, out _);
        Assert.Equal(Scores.Read(_context, model.Transform(data)), Scores.Read(_context, loaded.Transform(data)));
    }

    [Fact]
    public void ScoringSeesTheCentre()
    {
        using var folder = new ImageFolder(12, size: 24);
        IDataView rows = _context.Data.LoadFromEnumerable(folder.Rows);
        IDataView data = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadImages("Image", null, "Path"))
            .Append(_context.Transforms.ResizeImages("Image", 24, 24)).Fit(rows).Transform(rows);
        ResNetClassifierTransformer model = Tiny.Fit(
            _context, data, o => o.StoredHeight = o.StoredWidth = 24);

        // 4 pixels are left at each side: whatever they are, scores stay.
        IDataView cropped = _context.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: true)
            .Fit(data).Transform(data);
        float[][] expected = Scores.Read(_context, model.Transform(data));
        float[][] pixels = [.. cropped.GetColumn<float[]>("Pixels")];
        byte[] image = new byte[24 * 24 * 3];
        using NativeContext context = NativeContext.Create(1);
        using InferenceNetwork network = new(model.Model.Network, context);
        for (int i = 0; i < 12; i++)
        {
            for (int p = 0; p < image.Length; p++)
                image[p] = p / 3 % 24 is < 4 or >= 20 || p / 72 is < 4 or >= 20 ? (byte)255 : (byte)pixels[i][p];
            Assert.Equal(expected[i], Predict(network, image));
        }
    }

    [Fact]
    public void ImagesOfAnotherSizeAreRefused()
    {
        using var folder = new ImageFolder(6, size: 24);
        IDataView rows = _context.Data.LoadFromEnumerable(folder.Rows);
        IDataView data = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.LoadImages("Image", null, "Path")).Fit(rows).Transform(rows);

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Tiny.Fit(_context, data, o => o.StoredHeight = o.StoredWidth = 20));
        Assert.Contains("24x24", error.Message);
        Assert.Contains("20x20", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Tiny.Fit(_context, data, o => (o.StoredHeight, o.ImageHeight) = (20, 32)));
        Assert.Contains("StoredHeight is 20; it must be at least ImageHeight, 32", error.Message);
    }

    private static unsafe float[] Predict(InferenceNetwork network, byte[] image)
    {
        float[] probabilities = new float[DrawnImages.Classes.Length];
        fixed (byte* pixels = image)
        {
            network.Predict(
                new PixelBuffer((nint)pixels, 1, new PixelShape(24, 24, 3, isFloat: false)), probabilities);
        }
        return probabilities;
    }
}
