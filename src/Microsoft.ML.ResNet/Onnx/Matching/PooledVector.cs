namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Reads the nodes that follow the global average pooling: conversions between (N, C, 1, 1) and (N, C), which change no
/// value, and linear layers for either shape.
/// </summary>
internal sealed class PooledVector(GraphWalk walk)
{
    public static bool IsGlobalPool(OnnxNode node) => node.Is("GlobalAveragePool", "ReduceMean");

    /// <summary>Goes through a global average pooling.</summary>
    /// <param name="node">The pooling.</param>
    /// <param name="x">Its input.</param>
    /// <param name="isInterleaved">Whether channels are the last dimension of it.</param>
    public string ReadPool(OnnxNode node, string x, bool isInterleaved = false)
    {
        if (node.Is("ReduceMean"))
        {
            long[] given = walk.Integers(node, 1, "axes") ?? [];
            long[] axes = [.. given.Select(axis => axis < 0 ? axis + 4 : axis).Order()];
            long[] expected = isInterleaved ? [1, 2] : [2, 3];
            if (!axes.SequenceEqual(expected))
            {
                throw node.Misfit(
                    $"is over the axes [{string.Join(", ", axes)}]; only rows and columns, "
                    + $"[{string.Join(", ", expected)}], fit.");
            }
        }
        return PassShapes(walk.Take(node, x));
    }

    /// <summary>Goes through nodes that change the form.</summary>
    public string PassShapes(string value)
    {
        while (walk.Only(value) is { } node && IsNeutral(node))
            value = walk.Take(node, value);
        return value;
    }

    /// <summary>Goes through a linear layer: Gemm, MatMul with an Add, or a 1x1 convolution.</summary>
    public MatchedLinear ReadLinear(string value, out string result)
    {
        OnnxNode node = walk.Next(value, "a linear layer");
        result = walk.Take(node, value);
        MatchedLinear linear = node.Operator switch
        {
            "Gemm" => Gemm(node),
            "MatMul" => Product(node, ref result),
            "Conv" => Pointwise(node),
            _ => throw GraphWalk.Unexpected(node, "a linear layer (Gemm, MatMul or a 1x1 Conv)"),
        };
        result = PassShapes(result);
        return linear;
    }

    private bool IsNeutral(OnnxNode node) => node.Operator switch
    {
        "Flatten" => node.Int("axis", 1) is 1 or -3,
        "Squeeze" or "Unsqueeze" => (walk.Integers(node, 1, "axes") ?? []).All(axis => axis != 0),
        // Rows and columns are one by then.
        "Transpose" => node.Ints("perm") is [0, 2, 3, 1] or [0, 3, 1, 2],
        // Any target shape: the next node determines the number of values.
        "Reshape" => node.Inputs.Skip(1).All(walk.Graph.IsAside),
        _ => false,
    };

    private MatchedLinear Gemm(OnnxNode node)
    {
        if (node.Float("alpha", 1) != 1 || node.Float("beta", 1) != 1 || node.Int("transA", 0) != 0)
            throw node.Misfit("has alpha, beta or transA, which no linear layer of ours has.");
        return Linear(
            node, walk.Constant(node, 1, "weights"), node.Int("transB", 0) == 0, walk.Optional(node, 2, "bias"));
    }

    private MatchedLinear Product(OnnxNode node, ref string result)
    {
        OnnxTensor weights = walk.Constant(node, 1, "weights");
        OnnxTensor? bias = null;
        if (walk.Only(result) is { } sum && sum.Is("Add"))
        {
            bias = walk.Constant(sum, sum.Inputs[0] == result ? 1 : 0, "bias");
            result = walk.TakeAny(sum);
        }
        return Linear(node, weights, isInputFirst: true, bias);
    }

    private MatchedLinear Pointwise(OnnxNode node)
    {
        MatchedConvolution convolution = LayerReading.Convolution(walk, node);
        return convolution is { Kernel: 1, Stride: 1, Groups: 1, Pads: [0, 0, 0, 0] }
            ? new(node, convolution.Weights, false, convolution.Bias)
            : throw node.Misfit("is where a linear layer should be, but no 1x1 convolution of all channels.");
    }

    private static MatchedLinear Linear(OnnxNode node, OnnxTensor weights, bool isInputFirst, OnnxTensor? bias)
    {
        if (weights.Shape is not [> 0, > 0])
            throw node.Misfit($"has weights of shape [{string.Join(", ", weights.Shape)}], which are no matrix.");
        MatchedLinear linear = new(node, weights, isInputFirst, bias);
        return bias is null || bias.Count == linear.Out && bias.Shape is [_] or [1, _]
            ? linear
            : throw node.Misfit(
                $"has a bias of shape [{string.Join(", ", bias.Shape)}] where [{linear.Out}] is expected.");
    }
}
