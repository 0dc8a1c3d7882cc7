using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.ResNet.Onnx;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Export;

/// <summary>
/// Builds a graph of ONNX operators. Values are identified by name; every method that adds a value returns its name.
/// </summary>
internal sealed class OnnxGraphBuilder
{
    private const string AnyBatch = "N";

    private readonly HashSet<string> _names;
    private readonly long? _batch;

    public GraphProto Graph { get; }

    /// <param name="name">Name of the graph.</param>
    /// <param name="batch">Size of the first dimension of inputs and outputs; null for a dynamic batch.</param>
    /// <param name="reserved">Names of inputs and outputs, which no other value may get.</param>
    public OnnxGraphBuilder(string name, long? batch, IEnumerable<string> reserved)
    {
        Graph = new GraphProto { Name = name };
        _batch = batch;
        _names = new HashSet<string>(reserved, StringComparer.Ordinal);
    }

    /// <param name="name">A reserved name.</param>
    /// <param name="type">Element type.</param>
    /// <param name="description">Documentation string.</param>
    /// <param name="shape">The shape without the first dimension.</param>
    public string Input(string name, DataType type, string description, params IEnumerable<long> shape)
    {
        Graph.Input.Add(Declare(name, type, description, shape));
        return name;
    }

    /// <summary>Declares a node's value as an output of the graph; see <see cref="Input"/>.</summary>
    public void Output(string name, DataType type, string description, params IEnumerable<long> shape) =>
        Graph.Output.Add(Declare(name, type, description, shape));

    public string Constant<T>(string name, ReadOnlySpan<T> values, params IEnumerable<long> shape)
        where T : unmanaged
    {
        TensorProto tensor = new()
        {
            Name = Unique(name),
            DataType = (int)TypeOf<T>(),
            RawData = UnsafeByteOperations.UnsafeWrap(MemoryMarshal.AsBytes(values).ToArray()),
        };
        tensor.Dims.AddRange(shape);
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>A constant without dimensions.</summary>
    public string Scalar<T>(string name, T value)
        where T : unmanaged => Constant<T>(name, [value]);

    public string Texts(string name, IReadOnlyList<string> values, params IEnumerable<long> shape)
    {
        TensorProto tensor = new() { Name = Unique(name), DataType = (int)DataType.String };
        tensor.StringData.AddRange(values.Select(ByteString.CopyFromUtf8));
        tensor.Dims.AddRange(shape);
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="name">Name of the node and its output.</param>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    public string Node(
        string type, string name, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) =>
        NamedNode(output: null, type, name, inputs, attributes);

    /// <summary>As <see cref="Node"/>, with a reserved name for the output, or null.</summary>
    public string NamedNode(
        string? output, string type, string name, IEnumerable<string> inputs,
        params IEnumerable<AttributeProto> attributes)
    {
        string unique = Unique(name);
        return Add(type, unique, output ?? unique, inputs, attributes).Output[0];
    }

    /// <summary>Adds a node with the given names; the caller may set its domain.</summary>
    public NodeProto Add(
        string type, string name, string output, IEnumerable<string> inputs, IEnumerable<AttributeProto> attributes)
    {
        NodeProto node = new() { Name = name, OpType = type };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return node;
    }

    /// <summary>The name, with a number appended if it is taken.</summary>
    public string Unique(string name)
    {
        string unique = name;
        for (int i = 2; !_names.Add(unique); i++)
            unique = $"{name}_{i}";
        return unique;
    }

    private ValueInfoProto Declare(string name, DataType type, string description, IEnumerable<long> shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.Add(_batch is { } batch
            ? new TensorShapeProto.Types.Dimension { DimValue = batch }
            : new TensorShapeProto.Types.Dimension { DimParam = AnyBatch });
        dimensions.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            DocString = description,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions },
            },
        };
    }

    private static DataType TypeOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => DataType.Float,
        TypeCode.SByte => DataType.Int8,
        TypeCode.Byte => DataType.Uint8,
        TypeCode.Int32 => DataType.Int32,
        TypeCode.Int64 => DataType.Int64,
        _ => throw new ArgumentException($"Constants of type {typeof(T)} are not supported."),
    };
}
