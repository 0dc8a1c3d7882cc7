namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Reads a <c>Pad</c> that puts zeros around images before a convolution or a pooling, as graphs of TensorFlow have it.
/// </summary>
internal sealed class PaddingReading(GraphWalk walk)
{
    /// <summary>The convolution or pooling behind the padding; null if the node is none before one.</summary>
    /// <param name="node">The node.</param>
    /// <param name="border">Zeros at the top, on the left, at the bottom and on the right.</param>
    public OnnxNode? TryRead(OnnxNode node, out long[]? border)
    {
        border = null;
        if (!node.Is("Pad") || walk.Only(node.Outputs[0]) is not { } next || !next.Is("Conv", "MaxPool"))
            return null;
        // The pads are those before every dimension, then those behind.
        if (walk.Integers(node, 1, "pads") is not [0, 0, >= 0 and var top, >= 0 and var left, 0, 0, >= 0 and var bottom, >= 0 and var right]
            || walk.Integers(node, 3, "axes") is not (null or [0, 1, 2, 3]))
        {
            throw node.Misfit("does not pad rows and columns alone.");
        }
        bool isZero = walk.Optional(node, 2, "value") is not { } value || (value.Count == 1 && value.IsAll(0));
        if (node.Text("mode", "constant") != "constant" || !isZero || node.Float("value", 0) != 0)
            throw node.Misfit("pads with other than zeros.");
        border = [top, left, bottom, right];
        return next;
    }
}
