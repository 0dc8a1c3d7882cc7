namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Reads the forms in which graphs reverse the order of an image's channels.</summary>
internal sealed class ChannelOrderReading(GraphWalk walk)
{
    private const int Channels = 3;

    /// <summary>Goes through the nodes that reverse the channels; null if this node is not the first of such.</summary>
    /// <param name="node">The node that reads the images.</param>
    /// <param name="x">The images.</param>
    /// <param name="axis">The dimension of the channels.</param>
    public string? TryReverse(OnnxNode node, string x, int axis)
    {
        bool reverses = node.Operator switch
        {
            "Gather" => IsAxis(node.Int("axis", 0), axis) && walk.Integers(node, 1, "indices") is [2, 1, 0],
            "Slice" => IsReversedSlice(node, axis),
            "Split" => IsAxis(node.Int("axis", 0), axis) && node.Outputs.Count == Channels,
            _ => false,
        };
        if (!reverses)
            return null;
        return node.Is("Split") ? JoinReversed(node, x, axis) : walk.Take(node, x);
    }

    private static bool IsAxis(long found, int axis) => found == axis || found == axis - 4;

    // x[..., ::-1]
    private bool IsReversedSlice(OnnxNode node, int axis) =>
        walk.Integers(node, 3, "axes") is [var found] && IsAxis(found, axis)
        && walk.Integers(node, 4, "steps") is [-1] && walk.Integers(node, 1, "starts") is [-1 or >= Channels - 1]
        && walk.Integers(node, 2, "ends") is [< -Channels];

    private string JoinReversed(OnnxNode split, string x, int axis)
    {
        OnnxNode join = walk.Next(split.Outputs[0], "a Concat");
        if (!join.Is("Concat") || !IsAxis(join.Int("axis", axis), axis)
            || !join.Inputs.SequenceEqual(split.Outputs.Reverse()))
        {
            throw join.Misfit("does not join the channels of an image in reversed order, the only one that fits.");
        }
        return walk.TakeSplit(split, x, join);
    }
}
