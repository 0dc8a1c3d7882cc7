using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.ResNet.Onnx;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Changes to a file after which it computes the same in another form: those in which exporters differ from ours and
/// from each other.
/// </summary>
internal static class ForeignForm
{
    public static IReadOnlyDictionary<string, Action<ModelProto>> All { get; } =
        new Dictionary<string, Action<ModelProto>>
        {
            ["Constants"] = file => ToConstants(file.Graph),
            ["Identities"] = file => AddBehind(file.Graph, "Identity"),
            ["Dropouts"] = file => AddBehind(file.Graph, "Dropout"),
            ["Shuffled"] = file => Reverse(file.Graph.Node),
            ["Listed"] = file => file.Graph.Input.AddRange(
                file.Graph.Initializer.Select(tensor => new ValueInfoProto { Name = tensor.Name })),
            ["Typed"] = file => Retype(
                file.Graph, DataType.Float, (tensor, values) => tensor.FloatData.AddRange(values)),
            ["ReduceMean"] = file => Means(file.Graph, keep: true),
            ["ReduceMeanFlat"] = file => Means(file.Graph, keep: false),
            ["Reshape"] = Reshapes,
            ["ComputedReshape"] = ComputedReshapes,
            ["MatMul"] = file => Products(file.Graph),
            ["Gemm"] = file => UntransposedGemm(file.Graph),
            ["Sum"] = file => Each(file.Graph, "Add", node => node.OpType = "Sum"),
            ["Scaled"] = file => ScaledInput(file.Graph),
        };

    /// <summary>Puts every normalization into the convolution that it alone reads, as exporters do.</summary>
    public static void Fold(GraphProto graph)
    {
        foreach (NodeProto normalization in graph.Node.Where(node => node.OpType == "BatchNormalization").ToArray())
        {
            string x = normalization.Input[0];
            NodeProto? convolution = graph.Node.FirstOrDefault(node => node.OpType == "Conv" && node.Output[0] == x);
            if (convolution is null || graph.Node.Count(node => node.Input.Contains(x)) > 1)
                continue;
            float[][] values = [.. normalization.Input.Skip(1).Select(name => Values(graph, name))];
            float[] scale = [.. values[0].Select((gamma, c) => gamma / MathF.Sqrt(values[3][c] + 1e-5f))];
            TensorProto weights = graph.Initializer.First(tensor => tensor.Name == convolution.Input[1]);
            float[] scaled = Values(graph, weights.Name);
            for (int i = 0; i < scaled.Length; i++)
                scaled[i] *= scale[i / (scaled.Length / scale.Length)];
            weights.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(scaled.AsSpan()));
            float[] bias = [.. scale.Select((s, c) => values[1][c] - values[2][c] * s)];
            graph.Initializer.Add(new TensorProto
            {
                Name = x + ".bias", DataType = (int)DataType.Float, Dims = { bias.Length },
                RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(bias.AsSpan())),
            });
            convolution.Input.Add(x + ".bias");
            convolution.Output[0] = normalization.Output[0];
            graph.Node.Remove(normalization);
        }
    }

    private static void ToConstants(GraphProto graph)
    {
        int at = 0;
        foreach (TensorProto tensor in graph.Initializer.Where(tensor => tensor.DataType != (int)DataType.String))
        {
            NodeProto node = new() { OpType = "Constant", Name = $"constant{at}", Output = { tensor.Name } };
            node.Attribute.Add(new AttributeProto
            {
                Name = "value", T = tensor, Type = AttributeProto.Types.AttributeType.Tensor,
            });
            graph.Node.Insert(at++, node);
        }
        TensorProto[] texts = [.. graph.Initializer.Where(tensor => tensor.DataType == (int)DataType.String)];
        graph.Initializer.Clear();
        graph.Initializer.AddRange(texts);
    }

    // Behind every ReLU and the flattening.
    private static void AddBehind(GraphProto graph, string type)
    {
        for (int i = graph.Node.Count - 1; i >= 0; i--)
        {
            if (graph.Node[i].OpType is not ("Relu" or "Flatten"))
                continue;
            string value = graph.Node[i].Output[0];
            graph.Node[i].Output[0] = value + ".before";
            graph.Node.Insert(i + 1, new NodeProto
            {
                OpType = type, Name = value + type, Input = { value + ".before" }, Output = { value },
            });
        }
    }

    private static void Reverse(IList<NodeProto> nodes)
    {
        NodeProto[] reversed = [.. nodes.Reverse()];
        nodes.Clear();
        foreach (NodeProto node in reversed)
            nodes.Add(node);
    }

    public static void Retype(GraphProto graph, DataType type, Action<TensorProto, float[]> write)
    {
        foreach (TensorProto tensor in graph.Initializer.Where(tensor => tensor.DataType == (int)DataType.Float))
        {
            float[] values = MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();
            tensor.ClearRawData();
            tensor.DataType = (int)type;
            write(tensor, values);
        }
    }

    private static void Means(GraphProto graph, bool keep)
    {
        foreach (NodeProto node in graph.Node.Where(node => node.OpType == "GlobalAveragePool").ToArray())
        {
            bool isLast = graph.Node.Any(other => other.OpType == "Flatten" && other.Input[0] == node.Output[0]);
            node.OpType = "ReduceMean";
            node.Input.Add(Integers(graph, node.Name + ".axes", [-1, -2]));
            node.Attribute.Add(Int("keepdims", keep || !isLast ? 1 : 0));
            if (keep || !isLast)
                continue;
            NodeProto flatten = graph.Node.First(other => other.OpType == "Flatten");
            node.Output[0] = flatten.Output[0];
            graph.Node.Remove(flatten);
        }
    }

    private static void Reshapes(ModelProto file) => Each(file.Graph, "Flatten", node =>
    {
        node.OpType = "Reshape";
        node.Input.Add(Integers(file.Graph, "target", [0, -1]));
    });

    // As PyTorch writes x.view(x.size(0), -1).
    private static void ComputedReshapes(ModelProto file) => Each(file.Graph, "Flatten", node =>
    {
        GraphProto graph = file.Graph;
        NodeProto[] shape =
        [
            new() { OpType = "Shape", Name = "shape", Input = { node.Input[0] }, Output = { "shape" } },
            new()
            {
                OpType = "Gather", Name = "gather", Output = { "batch" },
                Input = { "shape", Integers(graph, "zero", [0]) },
            },
            new()
            {
                OpType = "Concat", Name = "concat", Input = { "batch", Integers(graph, "rest", [-1]) },
                Output = { "target" }, Attribute = { Int("axis", 0) },
            },
        ];
        int at = graph.Node.IndexOf(node);
        for (int i = 0; i < shape.Length; i++)
            graph.Node.Insert(at + i, shape[i]);
        node.OpType = "Reshape";
        node.Input.Add("target");
    });

    private static void Products(GraphProto graph)
    {
        NodeProto gemm = graph.Node.First(node => node.OpType == "Gemm");
        UntransposedGemm(graph);
        gemm.OpType = "MatMul";
        NodeProto sum = new()
        {
            OpType = "Add", Name = "bias", Input = { gemm.Input[2], "product" }, Output = { gemm.Output[0] },
        };
        gemm.Input.RemoveAt(2);
        gemm.Output[0] = "product";
        graph.Node.Insert(graph.Node.IndexOf(gemm) + 1, sum);
    }

    private static void UntransposedGemm(GraphProto graph)
    {
        NodeProto gemm = graph.Node.First(node => node.OpType == "Gemm");
        TensorProto weights = graph.Initializer.First(tensor => tensor.Name == gemm.Input[1]);
        (int rows, int columns) = ((int)weights.Dims[0], (int)weights.Dims[1]);
        float[] values = MemoryMarshal.Cast<byte, float>(weights.RawData.Span).ToArray();
        float[] transposed = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                transposed[column * rows + row] = values[row * columns + column];
        }
        weights.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(transposed.AsSpan()));
        (weights.Dims[0], weights.Dims[1]) = (columns, rows);
        gemm.Attribute.Clear();
    }

    // (x - mean) * scale as ((x / 255) / (255 / scale)) + shift.
    private static void ScaledInput(GraphProto graph)
    {
        NodeProto sub = graph.Node.First(node => node.OpType == "Sub");
        NodeProto mul = graph.Node.First(node => node.OpType == "Mul");
        float[] mean = Values(graph, sub.Input[1]), scale = Values(graph, mul.Input[1]);
        float[] divisor = [.. scale.Select(value => 1 / (255 * value))];
        float[] shift = [.. mean.Select((m, i) => -m * scale[i])];
        string x = sub.Input[0];
        (string, string, float[], long[])[] steps =
        [
            ("Div", "scaled", [255f], []), ("Div", "divided", divisor, [3, 1, 1]),
            ("Add", mul.Output[0], shift, [1, 3, 1, 1]),
        ];
        int at = graph.Node.IndexOf(sub);
        graph.Node.Remove(sub);
        graph.Node.Remove(mul);
        foreach ((string type, string output, float[] values, long[] shape) in steps)
        {
            TensorProto tensor = new()
            {
                Name = output + ".by", DataType = (int)DataType.Float,
                RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
            };
            tensor.Dims.AddRange(shape);
            graph.Initializer.Add(tensor);
            graph.Node.Insert(at++, new NodeProto
            {
                OpType = type, Name = output, Output = { output },
                Input = { type == "Add" ? tensor.Name : x, type == "Add" ? x : tensor.Name },
            });
            x = output;
        }
    }

    private static float[] Values(GraphProto graph, string name) => MemoryMarshal.Cast<byte, float>(
        graph.Initializer.First(tensor => tensor.Name == name).RawData.Span).ToArray();

    private static string Integers(GraphProto graph, string name, long[] values)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)DataType.Int64, Dims = { values.Length } };
        tensor.Int64Data.AddRange(values);
        graph.Initializer.Add(tensor);
        return name;
    }

    private static AttributeProto Int(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static void Each(GraphProto graph, string type, Action<NodeProto> change)
    {
        foreach (NodeProto node in graph.Node.Where(node => node.OpType == type).ToArray())
            change(node);
    }
}
