using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// A file's graph without the nodes that compute nothing: constants are found by their names, a value that only passes
/// through a node (Identity, Dropout, a Cast between floating-point types) has the name of the node's input, and nodes
/// that do not depend on the images' values (shapes, names of classes) are removed.
/// </summary>
internal sealed class ImportedGraph
{
    private readonly Dictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OnnxNode>> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxNode> _producers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aside = new(StringComparer.Ordinal); // values that depend on no pixel
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxNode> _nodesAside = [];
    private readonly ExternalFiles _files;

    /// <summary>The images.</summary>
    public ValueInfoProto Input { get; }

    /// <summary>The nodes that compute something of the images, each behind those that it reads from.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>The nodes that depend on no pixel.</summary>
    public IReadOnlyList<OnnxNode> NodesAside => _nodesAside;

    /// <exception cref="InvalidDataException">
    /// Names are missing or occur twice, the graph has a cycle, or a tensor does not match its declaration.
    /// </exception>
    public ImportedGraph(GraphProto graph, ExternalFiles files)
    {
        _files = files;
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (tensor.Name.Length == 0)
                throw new InvalidDataException("One of its initializers has no name.");
            if (!_constants.TryAdd(tensor.Name, new OnnxTensor(tensor.Name, tensor, files)))
                throw new InvalidDataException($"Two tensors have the name '{tensor.Name}'.");
        }
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !_constants.ContainsKey(input.Name))];
        Input = inputs is [{ Name.Length: > 0 } input]
            ? input
            : throw new InvalidDataException(
                $"Its graph has {inputs.Length} inputs "
                + $"({string.Join(", ", inputs.Take(4).Select(i => $"'{i.Name}'"))}) where images alone are "
                + "expected; weights must be initializers.");
        foreach (OnnxNode node in NodeOrder.Sort(graph.Node, [.. _constants.Keys, Input.Name]))
            Add(node);
    }

    /// <summary>The nodes that read a value, one for each time that they do, those set aside excluded.</summary>
    public IReadOnlyList<OnnxNode> Readers(string value) => _readers.GetValueOrDefault(value) ?? [];

    /// <summary>The name of a value in <see cref="Readers"/>.</summary>
    public string NameOf(string value) => _aliases.GetValueOrDefault(value, value);

    /// <summary>The node that gives a value; null for the images.</summary>
    public OnnxNode? Producer(string value) => _producers.GetValueOrDefault(value);

    public bool TryConstant(string value, [NotNullWhen(true)] out OnnxTensor? tensor) =>
        _constants.TryGetValue(value, out tensor);

    /// <summary>Whether a value depends on no pixel.</summary>
    public bool IsAside(string value) => value.Length == 0 || _constants.ContainsKey(value) || _aside.Contains(value);

    private void Add(OnnxNode node)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
            node.Inputs[i] = _aliases.GetValueOrDefault(node.Inputs[i], node.Inputs[i]);
        if (node.Is("Constant") && node.Outputs[0].Length > 0)
        {
            _constants.Add(node.Outputs[0], ConstantOf(node));
        }
        else if (PassesOn(node))
        {
            _aliases.Add(node.Outputs[0], node.Inputs[0]);
            foreach (string mask in node.Outputs.Skip(1).Where(output => output.Length > 0))
                _aside.Add(mask);
        }
        else if (node.Is("Shape") || node.Inputs.All(IsAside))
        {
            _aside.UnionWith(node.Outputs);
            _nodesAside.Add(node);
        }
        else
        {
            AddComputing(node);
        }
    }

    private void AddComputing(OnnxNode node)
    {
        _nodes.Add(node);
        foreach (string output in node.Outputs)
            _producers[output] = node;
        foreach (string input in node.Inputs.Where(input => !IsAside(input)))
        {
            if (!_readers.TryGetValue(input, out List<OnnxNode>? readers))
                _readers.Add(input, readers = []);
            readers.Add(node);
        }
    }

    private bool PassesOn(OnnxNode node)
    {
        if (node.Inputs is not [{ Length: > 0 } x, ..] || node.Outputs[0].Length == 0)
            return false;
        switch (node.Operator)
        {
            case "Identity":
                return true;
            case "Dropout":
                if (node.Inputs is [_, _, { Length: > 0 } mode] && !(TryConstant(mode, out OnnxTensor? isTraining)
                    && isTraining.Integers().All(value => value == 0)))
                {
                    throw node.Misfit("may be in training mode: export the network for inference (model.eval()).");
                }
                return true;
            case "Cast":
                return _constants.ContainsKey(x) || node.Int("to", 0) is
                    (long)TensorProto.Types.DataType.Float or (long)TensorProto.Types.DataType.Float16
                    or (long)TensorProto.Types.DataType.Bfloat16 or (long)TensorProto.Types.DataType.Double;
            default:
                return false;
        }
    }

    private OnnxTensor ConstantOf(OnnxNode node)
    {
        string name = node.Outputs[0];
        if (node.Attribute("value") is { T: { } tensor })
            return new OnnxTensor(name, tensor, _files);
        if (node.Attribute("value_float") is { HasF: true } single)
            return OnnxTensor.Of(name, _files, [single.F], isScalar: true);
        if (node.Attribute("value_floats") is { } singles)
            return OnnxTensor.Of(name, _files, singles.Floats, isScalar: false);
        if (node.Attribute("value_int") is { HasI: true } integer)
            return OnnxTensor.Of(name, _files, [integer.I], isScalar: true);
        if (node.Attribute("value_ints") is { } integers)
            return OnnxTensor.Of(name, _files, integers.Ints, isScalar: false);
        throw node.Misfit("is none of numbers.");
    }
}
