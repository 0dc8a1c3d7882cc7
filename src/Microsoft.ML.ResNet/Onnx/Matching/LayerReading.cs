using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Reads nodes as layers, and refuses those whose attributes our layers do not have.</summary>
internal static class LayerReading
{
    /// <param name="walk">Finds constants.</param>
    /// <param name="node">The node.</param>
    /// <param name="border">Zeros that were put around its input before: top, left, bottom, right.</param>
    public static MatchedConvolution Convolution(GraphWalk walk, OnnxNode node, long[]? border = null)
    {
        OnnxTensor weights = walk.Constant(node, 1, "weights");
        if (weights.Shape is not [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue, > 0 and <= 255, > 0 and <= 255]
            || weights.Shape[2] != weights.Shape[3])
        {
            throw node.Misfit(
                $"has weights of shape [{string.Join(", ", weights.Shape)}]; only squares over images fit.");
        }
        long kernel = weights.Shape[2], groups = node.Int("group", 1);
        if (node.Ints("kernel_shape") is { } shape && !shape.SequenceEqual([kernel, kernel]))
            throw node.Misfit($"has weights of {kernel}x{kernel}, but a kernel_shape of [{string.Join(", ", shape)}].");
        if (groups < 1 || weights.Shape[0] % groups != 0)
            throw node.Misfit($"has {groups} groups for {weights.Shape[0]} channels.");
        if (node.Ints("dilations") is { } dilations && dilations.Any(dilation => dilation != 1))
            throw node.Misfit($"has dilations of [{string.Join(", ", dilations)}]; only 1 fits.");
        long[] pads = Pads(node, kernel, Stride(node, "strides"), border);
        if (kernel % 2 == 0 || pads[0] != kernel / 2 || pads[1] != kernel / 2)
        {
            throw node.Misfit(
                $"has a kernel of {kernel}x{kernel} and pads of [{string.Join(", ", pads)}]; only odd kernels that "
                + "are padded by half of them above and on the left fit: with others, the centres of the windows "
                + "are other pixels.");
        }
        OnnxTensor? bias = walk.Optional(node, 2, "bias");
        RequireVector(node, bias, weights.Shape[0], "bias");
        return new(node, weights, bias, Stride(node, "strides"), (int)groups, pads);
    }

    public static MatchedNormalization Normalization(GraphWalk walk, OnnxNode node)
    {
        if (node.Int("training_mode", 0) != 0)
            throw node.Misfit("is in training mode: export the network for inference (model.eval()).");
        if (node.Int("spatial", 1) != 1)
            throw node.Misfit("normalises every pixel by itself; only channels fit.");
        float epsilon = node.Float("epsilon", 1e-5f);
        if (epsilon is not (>= 0 and < 1))
            throw node.Misfit($"has an epsilon of {epsilon}.");
        OnnxTensor Vector(int input, string what)
        {
            OnnxTensor tensor = walk.Constant(node, input, what);
            RequireVector(node, tensor, tensor.Count, what);
            return tensor;
        }
        OnnxTensor gamma = Vector(1, "scale");
        MatchedNormalization layer = new(
            node, gamma, Vector(2, "bias"), Vector(3, "mean"), Vector(4, "variance"), epsilon);
        foreach (OnnxTensor other in new[] { layer.Beta, layer.Mean, layer.Variance })
            RequireVector(node, other, gamma.Count, $"'{other.Name}'");
        return layer;
    }

    /// <param name="node">The node.</param>
    /// <param name="border">Zeros that were put around its input before: top, left, bottom, right.</param>
    public static MatchedPool Pool(OnnxNode node, long[]? border = null)
    {
        long[] kernel = node.Ints("kernel_shape") ?? [];
        if (kernel is not [> 0 and <= ArchitectureValidation.MaximumImageSize, _] || kernel[0] != kernel[1])
            throw node.Misfit($"has a kernel_shape of [{string.Join(", ", kernel)}]; only squares fit.");
        if (node.Ints("dilations") is { } dilations && dilations.Any(dilation => dilation != 1))
            throw node.Misfit($"has dilations of [{string.Join(", ", dilations)}]; only 1 fits.");
        int stride = Stride(node, "strides");
        return new(
            node, node.Is("AveragePool"), (int)kernel[0], stride, Pads(node, kernel[0], stride, border),
            node.Int("ceil_mode", 0) != 0, node.Int("count_include_pad", 0) != 0);
    }

    private static int Stride(OnnxNode node, string name) => node.Ints(name) switch
    {
        null => 1,
        [> 0 and <= ArchitectureValidation.MaximumImageSize and var y, var x] when x == y => (int)y,
        var strides => throw node.Misfit(
            $"has strides of [{string.Join(", ", strides)}]; only those fit that are the same in both directions."),
    };

    private static long[] Pads(OnnxNode node, long kernel, int stride, long[]? border) =>
        [.. Pads(node, kernel, stride).Select((pad, side) => pad + (border?[side] ?? 0))];

    // [top, left, bottom, right].
    private static long[] Pads(OnnxNode node, long kernel, int stride)
    {
        string auto = node.Text("auto_pad", "NOTSET");
        switch (auto)
        {
            case "NOTSET":
            case "":
                long[] pads = node.Ints("pads") ?? [0, 0, 0, 0];
                return pads.Length == 4 ? pads : throw node.Misfit($"has {pads.Length} pads; images have 4 sides.");
            case "VALID":
                return [0, 0, 0, 0];
            case "SAME_UPPER" or "SAME_LOWER" when stride == 1 || kernel == 1:
                return [(kernel - 1) / 2, (kernel - 1) / 2, kernel / 2, kernel / 2];
            default:
                throw node.Misfit(
                    $"has auto_pad {auto} with a stride of {stride}, which pads one side more than the other; only "
                    + "the same on every side fits.");
        }
    }

    private static void RequireVector(OnnxNode node, OnnxTensor? tensor, long length, string what)
    {
        if (tensor is not null && (tensor.Shape.Count != 1 || tensor.Count != length || length == 0))
        {
            throw node.Misfit(
                $"has as {what} a tensor of shape [{string.Join(", ", tensor.Shape)}] where [{length}] is expected.");
        }
    }
}
