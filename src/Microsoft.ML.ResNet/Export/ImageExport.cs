using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes the input and the preprocessing of images before the first convolution.</summary>
internal sealed class ImageExport(OnnxGraphBuilder graph, ClassifierModel model)
{
    /// <summary>Writes the input and returns normalized images (N, channels, height, width).</summary>
    public string Write(string name, ResNetPixelLayout layout, bool bytes)
    {
        string x = Input(name, layout, bytes);
        if (bytes)
            x = graph.Node("Cast", "pixels.single", [x], OnnxAttribute.Int("to", (long)DataType.Float));
        if (layout == ResNetPixelLayout.Interleaved)
            x = graph.Node("Transpose", "pixels.planar", [x], OnnxAttribute.Ints("perm", 0, 3, 1, 2));
        x = Centre(x);
        ChannelNormalization normalization = model.Network.Normalization;
        long[] shape = [1, normalization.Channels, 1, 1];
        x = graph.Node("Sub", "pixels.centred", [x, graph.Constant<float>("pixels.mean", normalization.Mean, shape)]);
        return graph.Node(
            "Mul", "pixels.normalized", [x, graph.Constant<float>("pixels.scale", normalization.Scale, shape)]);
    }

    private string Input(string name, ResNetPixelLayout layout, bool bytes)
    {
        (int height, int width, int channels) =
            (model.Specification.Height, model.Specification.Width, model.Specification.Channels);
        string colours = channels == 1 ? "luminance" : "red, green, blue";
        string range = model.Specification.Shape.IsFloat ? "in the units of the training data" : "from 0 to 255";
        long[] shape = layout == ResNetPixelLayout.Planar ? [channels, height, width] : [height, width, channels];
        return graph.Input(
            name, bytes ? DataType.Uint8 : DataType.Float, $"Images: {colours}; {range}, not normalised.", shape);
    }

    // If images are stored larger than the network's input, the input is their center crop.
    private string Centre(string x)
    {
        ImageSize stored = model.Specification.Shape.Size, input = new(model.Network.Height, model.Network.Width);
        if (stored == input)
            return x;
        ImageView view = ImageView.Centre(stored, input);
        long top = (long)view.Top, left = (long)view.Left;
        return graph.Node(
            "Slice", "pixels.centre",
            [
                x, graph.Constant<long>("pixels.begin", [top, left], 2),
                graph.Constant<long>("pixels.end", [top + input.Height, left + input.Width], 2),
                graph.Constant<long>("pixels.axes", [2, 3], 2),
            ]);
    }
}
