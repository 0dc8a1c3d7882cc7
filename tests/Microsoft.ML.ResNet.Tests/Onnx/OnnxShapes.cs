using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Onnx;
using Xunit;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Types and shapes of a graph's values, by the definitions of the operators that the files use: a second opinion to the
/// one that wrote them.
/// </summary>
internal sealed class OnnxShapes
{
    /// <summary>Any number of images: no image has a dimension as large.</summary>
    private const long Any = 1_000_003;

    private readonly Dictionary<string, (DataType Type, long[] Shape)> _values = [];
    private readonly Dictionary<string, TensorProto> _constants = [];

    /// <summary>As text, such as <c>Float(N, 5)</c>.</summary>
    public string this[string name] => Text(_values[name].Type, _values[name].Shape);

    public static OnnxShapes Infer(GraphProto graph)
    {
        OnnxShapes shapes = new();
        foreach (TensorProto tensor in graph.Initializer)
        {
            shapes._constants[tensor.Name] = tensor;
            shapes._values[tensor.Name] = ((DataType)tensor.DataType, [.. tensor.Dims]);
        }
        foreach (ValueInfoProto input in graph.Input)
            shapes._values[input.Name] = Parse(input);
        foreach (NodeProto node in graph.Node)
            shapes._values[node.Output[0]] = shapes.Result(node);
        return shapes;
    }

    public static string Declared(ValueInfoProto value) => Text(Parse(value).Type, Parse(value).Shape);

    public static int Bytes(int type) => (DataType)type switch
    {
        DataType.Int64 => 8,
        DataType.Float or DataType.Int32 => 4,
        DataType.Int8 or DataType.Uint8 => 1,
        _ => throw new ArgumentException($"No constant of {(DataType)type} is expected."),
    };

    private (DataType, long[]) Result(NodeProto node)
    {
        (DataType type, long[] x) = _values[node.Input[0]];
        switch (node.OpType)
        {
            case "Relu" or "Sigmoid" or "Softmax":
                Assert.Equal(DataType.Float, type);
                return (type, x);
            case "Cast":
                return ((DataType)Int(node, "to"), x);
            case "LabelEncoder":
                bool encodes = type == DataType.String;
                Assert.Equal(encodes ? DataType.String : DataType.Int64, type);
                Assert.Equal(
                    Attribute(node, encodes ? "keys_strings" : "values_strings").Strings.Count,
                    Attribute(node, encodes ? "values_int64s" : "keys_int64s").Ints.Count);
                return (encodes ? DataType.Int64 : DataType.String, x);
            case "Add" or "Sub" or "Mul":
                Assert.Equal(type, Type(node, 1));
                return (type, Broadcast(x, Shape(node, 1)));
            case "GreaterOrEqual":
                Assert.Equal(type, Type(node, 1));
                return (DataType.Bool, Broadcast(x, Shape(node, 1)));
            case "Where":
                Assert.Equal(DataType.Bool, type);
                Assert.Equal(Type(node, 1), Type(node, 2));
                return (Type(node, 1), Broadcast(x, Broadcast(Shape(node, 1), Shape(node, 2))));
            case "QuantizeLinear":
                Assert.Equal([], Shape(node, 1));
                return (Type(node, 2), x);
            case "DequantizeLinear":
                Assert.Equal(Shape(node, 1), Shape(node, 2));
                Assert.Equal(type, Type(node, 2));
                Assert.Equal(
                    Shape(node, 1), node.Attribute.Any(a => a.Name == "axis") ? [x[Int(node, "axis")]] : []);
                return (DataType.Float, x);
            case "BatchNormalization":
                Assert.Equal(5, node.Input.Count);
                Assert.All(node.Input.Skip(1), input => Assert.Equal([x[1]], _values[input].Shape));
                return (type, x);
            case "Conv":
                return (type, Convolution(node, x));
            case "MaxPool" or "AveragePool":
                return (type, [x[0], x[1], .. Windows(node, x)]);
            case "GlobalAveragePool":
                return (type, [x[0], x[1], 1, 1]);
            case "Flatten":
                return (type, [x[0], x[1..].Aggregate((product, size) => product * size)]);
            case "Gemm":
                Assert.Equal(1, Int(node, "transB"));
                Assert.Equal(x[1], Shape(node, 1)[1]);
                Assert.Equal([Shape(node, 1)[0]], Shape(node, 2));
                return (type, [x[0], Shape(node, 1)[0]]);
            case "ArgMax":
                return (DataType.Int64, [x[0], 1]);
            case "GatherElements":
                return (type, Shape(node, 1));
            case "Squeeze":
                Assert.Equal(1, x[Constant(node, 1)[0]]);
                return (type, [.. x.Where((_, axis) => axis != Constant(node, 1)[0])]);
            case "Transpose":
                return (type, [.. Attribute(node, "perm").Ints.Select(axis => x[axis])]);
            case "Slice":
                return (type, Slice(node, x));
            case "Pad":
                return (type, [.. x.Select((size, axis) =>
                    size + Constant(node, 1)[axis] + Constant(node, 1)[axis + x.Length])]);
            default:
                throw new ArgumentException($"The operator {node.OpType} is not expected.");
        }
    }

    private long[] Convolution(NodeProto node, long[] x)
    {
        long[] weights = Shape(node, 1);
        long groups = node.Attribute.Any(a => a.Name == "group") ? Int(node, "group") : 1;
        Assert.Equal(x[1], weights[1] * groups);
        Assert.Equal(0, weights[0] % groups);
        Assert.Equal(weights[2..], Attribute(node, "kernel_shape").Ints);
        if (node.Input.Count > 2)
            Assert.Equal([weights[0]], Shape(node, 2));
        return [x[0], weights[0], .. Windows(node, x)];
    }

    private static IEnumerable<long> Windows(NodeProto node, long[] x)
    {
        IList<long> kernel = Attribute(node, "kernel_shape").Ints;
        IList<long> Or(string name, long[] otherwise) =>
            node.Attribute.FirstOrDefault(a => a.Name == name)?.Ints is { } ints ? ints : otherwise;
        IList<long> strides = Or("strides", [1, 1]), pads = Or("pads", [0, 0, 0, 0]);
        for (int axis = 0; axis < 2; axis++)
            yield return (x[axis + 2] + pads[axis] + pads[axis + 2] - kernel[axis]) / strides[axis] + 1;
    }

    private long[] Slice(NodeProto node, long[] x)
    {
        long[] result = [.. x];
        long[] axes = Constant(node, 3), begins = Constant(node, 1), ends = Constant(node, 2);
        for (int i = 0; i < axes.Length; i++)
        {
            long step = node.Input.Count > 4 ? Constant(node, 4)[i] : 1;
            Assert.InRange(ends[i], begins[i] + 1, x[axes[i]]);
            result[axes[i]] = (ends[i] - begins[i] + step - 1) / step;
        }
        return result;
    }

    private long[] Constant(NodeProto node, int input) =>
        [.. MemoryMarshal.Cast<byte, long>(_constants[node.Input[input]].RawData.Span)];

    private long[] Shape(NodeProto node, int input) => _values[node.Input[input]].Shape;

    private DataType Type(NodeProto node, int input) => _values[node.Input[input]].Type;

    private static AttributeProto Attribute(NodeProto node, string name) =>
        Assert.Single(node.Attribute, attribute => attribute.Name == name);

    private static long Int(NodeProto node, string name) => Attribute(node, name).I;

    private static long[] Broadcast(long[] a, long[] b)
    {
        int rank = Math.Max(a.Length, b.Length);
        long Size(long[] shape, int axis) => axis + shape.Length >= rank ? shape[axis + shape.Length - rank] : 1;
        return [.. Enumerable.Range(0, rank).Select(axis =>
        {
            (long left, long right) = (Size(a, axis), Size(b, axis));
            Assert.True(left == right || left == 1 || right == 1, $"{left} and {right} do not go together.");
            return Math.Max(left, right);
        })];
    }

    private static (DataType Type, long[] Shape) Parse(ValueInfoProto value) =>
        ((DataType)value.Type.TensorType.ElemType, [.. value.Type.TensorType.Shape.Dim.Select(
            size => size.HasDimParam ? Any : size.DimValue)]);

    private static string Text(DataType type, long[] shape) =>
        $"{type}({string.Join(", ", shape.Select(size =>
            size == Any ? "N" : size.ToString(CultureInfo.InvariantCulture)))})";
}
