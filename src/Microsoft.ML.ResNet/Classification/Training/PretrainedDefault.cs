using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using SkiaSharp;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>
/// Where neither a network nor weights are named, photographs are learned from the weights that are installed: some hundred
/// of them teach a network from scratch little, and nothing that needs more than 32x32 pixels.
/// </summary>
internal static class PretrainedDefault
{
    /// <summary>The smaller side, in pixels, from which on images are photographs; networks for small images see 32.</summary>
    public const int PhotographSide = 64;

    private const int LookedAt = 9; // images

    /// <summary>Sets <see cref="ResNetClassifierEstimator.Options.Pretrained"/> if it is left open and suits the images.</summary>
    /// <param name="options">Of the training.</param>
    /// <param name="data">The training set.</param>
    /// <param name="image">Its images.</param>
    /// <param name="weights">Those to use where none are named; null if none are installed.</param>
    /// <param name="channel">For messages.</param>
    /// <param name="look">Records the images that are read.</param>
    public static void Apply(
        ResNetClassifierEstimator.Options options, IDataView data, DataViewSchema.Column image,
        ResNetPretrainedWeights? weights, IChannel channel, FirstLook? look = null)
    {
        bool isOpen = options is { Pretrained: null, GivenArchitecture: null, FrozenStages: 0, ImageChannels: 3 };
        if (!isOpen || SeenSide(options, data, image, look) is not { } side || side < PhotographSide)
            return;
        if (weights is not null)
        {
            channel.Info(
                $"The images are photographs (smaller side {side} pixels): training starts from the weights {weights}; "
                + "Options.Pretrained = ResNetPretrainedWeights.None trains from scratch");
            options.Pretrained = weights;
            return;
        }
        channel.Warning(
            $"The images are photographs (smaller side {side} pixels), and {options.Architecture} is trained on them from "
            + "scratch. Pretrained weights make far better models of few photographs: dotnet add package "
            + $"{ResNetPretrainedWeights.DefaultPackage}, or set Options.Pretrained to a file.");
    }

    // What the network could see of the images: null for what nobody can tell.
    private static int? SeenSide(
        ResNetClassifierEstimator.Options options, IDataView data, DataViewSchema.Column image, FirstLook? look)
    {
        int[] given = [.. new[] { options.ImageHeight, options.ImageWidth }.Where(side => side > 0)];
        if (given.Length > 0)
            return given.Min();
        return ImageColumn.KindOf(image) switch
        {
            ImageColumnKind.Encoded => MedianSide(data, image, look),
            ImageColumnKind.Image when image.Type is ImageDataViewType { Height: > 0, Width: > 0 } type =>
                Math.Min(type.Height, type.Width),
            ImageColumnKind.Image => null,
            _ => (int)Math.Sqrt(((VectorDataViewType)image.Type).Size / options.ImageChannels),
        };
    }

    private static int? MedianSide(IDataView data, DataViewSchema.Column image, FirstLook? look)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([image]);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(image);
        VBuffer<byte> content = default;
        List<int> sides = [];
        for (int i = 0; i < LookedAt && cursor.MoveNext(); i++)
        {
            getter(ref content);
            byte[] file = content.DenseValues().ToArray();
            look?.Add(file);
            using SKData bytes = SKData.CreateCopy(file);
            using SKCodec? codec = SKCodec.Create(bytes);
            // Whatever cannot be read, reading the set meets again and says which row it is.
            if (codec is not null)
                sides.Add(Math.Min(codec.Info.Width, codec.Info.Height));
        }
        sides.Sort();
        return sides.Count == 0 ? null : sides[sides.Count / 2];
    }
}
