namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Reads the head: a global average pooling, a linear layer, and the nodes that use its values. A network may end before
/// the linear layer or before the pooling: it then has no head.
/// </summary>
internal sealed class HeadReading(GraphWalk walk)
{
    // Nodes that may follow the last layer: probabilities, and labels.
    private static readonly HashSet<string> Labelling =
    [
        "Softmax", "LogSoftmax", "Sigmoid", "ArgMax", "TopK", "ReduceMax", "Gather", "GatherElements", "Greater",
        "GreaterOrEqual", "Less", "LessOrEqual", "Where", "Cast", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Add",
        "ai.onnx.ml.LabelEncoder", "ai.onnx.ml.ZipMap",
    ];

    public MatchedHead Read(string x)
    {
        if (IsEnd(x))
            return None(walk.Graph.Producer(x)!, windows: null);
        OnnxNode node = walk.Next(x, "a block or the global average pooling");
        PooledVector vector = new(walk);
        MatchedPool? windows = null;
        if (node.Is("AveragePool"))
        {
            windows = LayerReading.Pool(node);
            x = vector.PassShapes(walk.Take(node, x));
        }
        else if (node.Is("Transpose") && node.Ints("perm") is [0, 2, 3, 1])
        {
            x = walk.Take(node, x);
            node = walk.Next(x, "a ReduceMean");
            if (!node.Is("ReduceMean"))
                throw GraphWalk.Unexpected(node, "the global average pooling (ReduceMean)");
            x = vector.ReadPool(node, x, isInterleaved: true);
        }
        else if (PooledVector.IsGlobalPool(node))
        {
            x = vector.ReadPool(node, x);
        }
        else
        {
            throw GraphWalk.Unexpected(node, "a block or the global average pooling");
        }
        if (IsEnd(x))
            return None(node, windows);
        MatchedLinear linear = vector.ReadLinear(x, out string logits);
        return new(node, linear, windows, IsMultiLabel(logits));
    }

    private bool IsEnd(string value) => walk.Graph.Readers(value).Count == 0 && walk.Graph.Producer(value) is not null;

    private MatchedHead None(OnnxNode node, MatchedPool? windows)
    {
        OnnxNode? other = walk.Graph.Nodes.FirstOrDefault(aside => !walk.IsTaken(aside));
        return other is null
            ? new(node, Linear: null, windows, IsMultiLabel: false)
            : throw other.Misfit("is no part of a path from the images to the features, with which the graph ends.");
    }

    private bool IsMultiLabel(string logits)
    {
        HashSet<string> values = new([logits], StringComparer.Ordinal);
        bool isMultiLabel = false;
        foreach (OnnxNode node in walk.Graph.Nodes)
        {
            if (walk.IsTaken(node))
                continue;
            bool IsKnown(string input) => walk.Graph.IsAside(input) || values.Contains(input);
            if (!Labelling.Contains(node.Operator) || !node.Inputs.All(IsKnown))
            {
                throw node.Misfit(
                    "is no part of a path from the images to the last layer, nor does it make labels of that "
                    + "layer's values.");
            }
            values.UnionWith(node.Outputs);
            if (node.Is("Sigmoid"))
                isMultiLabel |= node.Inputs[0] == logits;
            if (node.Is("Softmax") && node.Int("axis", 1) is not (1 or -1))
                throw node.Misfit($"is over the axis {node.Int("axis", 1)}; classes are the axis 1.");
        }
        return isMultiLabel;
    }
}
