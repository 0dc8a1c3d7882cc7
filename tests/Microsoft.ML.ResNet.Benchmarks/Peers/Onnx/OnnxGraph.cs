using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.ResNet.Onnx;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;

/// <summary>A graph of ONNX operators in the making. Values are known by their names.</summary>
internal sealed class OnnxGraph
{
    /// <summary>Of IR version 8 and opset 17: the oldest that have all operators in today's form.</summary>
    private const int IrVersion = 8, OpsetVersion = 17;

    private readonly GraphProto _graph = new() { Name = "network" };

    public string Input(string name, params long[] shape)
    {
        _graph.Input.Add(Declare(name, shape));
        return name;
    }

    /// <summary>The last node's output becomes the graph's.</summary>
    public void Output(string name, params long[] shape)
    {
        _graph.Node[^1].Output[0] = name;
        _graph.Output.Add(Declare(name, shape));
    }

    public string Constant(ReadOnlySpan<float> values, params long[] shape)
    {
        TensorProto tensor = new()
        {
            Name = $"constant{_graph.Initializer.Count}",
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        tensor.Dims.AddRange(shape);
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a node and returns its output's name.</summary>
    public string Node(string type, IEnumerable<string> inputs, params (string Name, long[] Values)[] attributes)
    {
        NodeProto node = new() { Name = $"{type}{_graph.Node.Count}", OpType = type };
        node.Input.AddRange(inputs);
        node.Output.Add(node.Name);
        foreach ((string name, long[] values) in attributes)
        {
            AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
            attribute.Ints.AddRange(values);
            node.Attribute.Add(attribute);
        }
        _graph.Node.Add(node);
        return node.Name;
    }

    public byte[] ToFile()
    {
        ModelProto model = new()
        {
            IrVersion = IrVersion,
            ProducerName = "Microsoft.ML.ResNet.Benchmarks",
            Graph = _graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OpsetVersion });
        return model.ToByteArray();
    }

    private static ValueInfoProto Declare(string name, long[] shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions,
                },
            },
        };
    }
}
