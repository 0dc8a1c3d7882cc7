using Microsoft.ML.ResNet.Benchmarks.Inputs;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Benchmarks.Ours;

/// <summary>Creates models as training would.</summary>
internal static class OurModel
{
    public const string ImageColumn = "Image", ScoreColumn = "Score";

    /// <summary>A network without image normalization.</summary>
    public static ResNetModel Create(BenchmarkNetwork network, SharedValues values) => new(
        network.Architecture, network.ImageSize, network.ImageSize, network.Layout.Channels, network.Classes,
        new ChannelNormalization([0, 0, 0], [1, 1, 1]), values.Parameters, values.Statistics);

    /// <summary>Measures activation ranges on images.</summary>
    public static ActivationRanges Calibrate(
        ResNetModel model, NativeContext context, PixelBuffer images, int classes)
    {
        ActivationRanges ranges = new(model.CreateLayout().Units.Count());
        using InferenceNetwork exact = new(model, context) { Observer = ranges };
        exact.Predict(images, new float[images.Count * classes]);
        return ranges;
    }

    /// <param name="network">The network.</param>
    /// <param name="values">Its weights and statistics.</param>
    /// <param name="pixelsAreFloats">Whether its input are vectors of pixels instead of image files.</param>
    /// <param name="precision">Precision of the computation.</param>
    public static ResNetClassifierTransformer CreateTransformer(
        BenchmarkNetwork network, SharedValues values, bool pixelsAreFloats, ResNetPrecision precision)
    {
        PixelShape shape = new(network.ImageSize, network.ImageSize, network.Layout.Channels, pixelsAreFloats);
        ClassifierModel model = new(
            Create(network, values),
            new ImageSpecification(shape, ResNetPixelLayout.Planar, ImageResizingEstimator.ResizingKind.IsoCrop),
            new UnnamedClassLabels(network.Classes),
            new ScoringColumns(ImageColumn, Path: null, ScoreColumn, "PredictedLabel"), ResNetBadImagePolicy.Throw,
            precision);
        return new ResNetClassifierTransformer(new MLContext(), model);
    }
}
