namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Goes through a graph from the images on, and keeps which nodes it has been at.</summary>
internal sealed class GraphWalk(ImportedGraph graph)
{
    private readonly HashSet<OnnxNode> _taken = [];

    public ImportedGraph Graph => graph;

    public bool IsTaken(OnnxNode node) => _taken.Contains(node);

    /// <summary>The node that alone reads a value; null if there are several or none.</summary>
    public OnnxNode? Only(string value) => graph.Readers(value) is [var reader] ? reader : null;

    /// <summary>The same; the error names the expected node if there is none.</summary>
    public OnnxNode Next(string value, string expected) => Only(value) ?? throw NotOne(value, expected);

    /// <summary>The error of a value that not one node reads.</summary>
    public InvalidDataException NotOne(string value, string expected)
    {
        string found = graph.Readers(value) switch
        {
            [] => "but nothing reads it.",
            var readers => $"but {readers.Count} nodes read it: {string.Join(", ", readers.Take(3))}.",
        };
        return graph.Producer(value) is { } producer
            ? producer.Misfit($"gives a value that {expected} should read alone, {found}")
            : new InvalidDataException($"The images '{value}' should be read by {expected} alone, {found}");
    }

    /// <summary>Goes through the node that alone reads a value, which must be of an operator.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The operator.</param>
    /// <param name="place">Where it is in a network, for the message.</param>
    public string TakeOnly(string value, string type, string place)
    {
        OnnxNode node = Next(value, $"a {type}");
        return node.Is(type) ? Take(node, value) : throw Unexpected(node, $"the {type} {place}");
    }

    /// <summary>Goes through a node that reads a value, and gives the node's first output.</summary>
    public string Take(OnnxNode node, string value)
    {
        if (node.Inputs[0] != value)
            throw node.Misfit("reads the images' values where its parameters should be.");
        return TakeAny(node);
    }

    /// <summary>The same where the value may be any of the node's inputs.</summary>
    public string TakeAny(OnnxNode node)
    {
        if (!_taken.Add(node))
            throw node.Misfit("would be in two places of the network at once.");
        if (node.Outputs.Skip(1).Any(output => graph.Readers(output).Count > 0))
            throw node.Misfit("has a second output that is used: export the network for inference (model.eval()).");
        return node.Outputs[0];
    }

    /// <summary>Goes through a node that gives several values, and the node that alone reads them.</summary>
    public string TakeSplit(OnnxNode split, string value, OnnxNode join)
    {
        if (split.Inputs[0] != value || split.Outputs.Any(output => Only(output) != join))
            throw split.Misfit("has parts that are not used once, by one node.");
        return _taken.Add(split) && _taken.Add(join)
            ? join.Outputs[0]
            : throw split.Misfit("would be in two places of the network at once.");
    }

    /// <summary>A parameter, which must be there.</summary>
    public OnnxTensor Constant(OnnxNode node, int input, string what) => Optional(node, input, what)
        ?? throw node.Misfit($"has no {what}.");

    /// <summary>A parameter, or null where it is left out.</summary>
    public OnnxTensor? Optional(OnnxNode node, int input, string what)
    {
        if (node.Inputs.Length <= input || node.Inputs[input].Length == 0)
            return null;
        return graph.TryConstant(node.Inputs[input], out OnnxTensor? tensor)
            ? tensor
            : throw node.Misfit(
                $"has as {what} the value '{node.Inputs[input]}', which is computed; it must be a constant.");
    }

    /// <summary>The integers of a parameter, or of the attribute that it was in older versions; or null.</summary>
    public long[]? Integers(OnnxNode node, int input, string name) =>
        Optional(node, input, name)?.Integers() ?? node.Ints(name);

    /// <summary>Whether a node adds two values of images.</summary>
    public bool IsSum(OnnxNode node) =>
        node.Is("Add", "Sum") && node.Inputs.Length == 2 && !node.Inputs.Any(graph.IsAside);

    /// <summary>A node where another should be.</summary>
    public static InvalidDataException Unexpected(OnnxNode node, string expected) => node.Misfit(
        node.Is("QuantizeLinear", "DequantizeLinear")
            ? "is of a quantised network, whose weights cannot be trained on: export it in floating-point numbers."
            : $"is where {expected} should be.");
}
