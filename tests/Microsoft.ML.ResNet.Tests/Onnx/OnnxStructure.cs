using Microsoft.ML.ResNet.Onnx;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>What the format asks of a file (https://onnx.ai/onnx/repo-docs/IR.html), checked without a runtime.</summary>
internal static class OnnxStructure
{
    /// <summary>The first version of the operators of every version of the format: older readers refuse more.</summary>
    private static readonly Dictionary<long, long> LastOpset =
        new() { [7] = 14, [8] = 18, [9] = 20, [10] = 22, [11] = 23, [12] = 24, [13] = 26 };

    public static void Check(ModelProto file)
    {
        long opset = Assert.Single(file.OpsetImport, import => import.Domain == "").Version;
        Assert.InRange(opset, 13, LastOpset[file.IrVersion]);
        Assert.Equal(
            file.OpsetImport.Select(import => import.Domain).Order(),
            file.Graph.Node.Select(node => node.Domain).Append("").Distinct().Order());
        Assert.Equal(
            file.MetadataProps.Select(entry => entry.Key).Distinct().Count(), file.MetadataProps.Count);
        Assert.NotEmpty(file.Graph.Name);
        CheckNames(file.Graph);
        CheckTensors(file.Graph);
        OnnxShapes shapes = OnnxShapes.Infer(file.Graph);
        foreach (ValueInfoProto output in file.Graph.Output)
            Assert.Equal(OnnxShapes.Declared(output), shapes[output.Name]);
    }

    // Every value is given once, and before it is read; every node has a name of its own.
    private static void CheckNames(GraphProto graph)
    {
        HashSet<string> known = [];
        void Add(string name)
        {
            Assert.NotEmpty(name);
            Assert.True(known.Add(name), $"'{name}' is given twice.");
        }
        foreach (ValueInfoProto input in graph.Input)
            Add(input.Name);
        foreach (TensorProto tensor in graph.Initializer)
            Add(tensor.Name);
        HashSet<string> read = [];
        foreach (NodeProto node in graph.Node)
        {
            Assert.All(node.Input, input => Assert.True(known.Contains(input), $"{node.Name} reads '{input}'."));
            read.UnionWith(node.Input);
            foreach (string output in node.Output)
                Add(output);
            Assert.Equal(node.Attribute.Count, node.Attribute.Select(attribute => attribute.Name).Distinct().Count());
        }
        Assert.Equal(graph.Node.Count, graph.Node.Select(node => node.Name).Distinct().Count());
        Assert.Empty(graph.Output.Select(output => output.Name).Except(known));
        read.UnionWith(graph.Output.Select(output => output.Name));
        // Nothing is there for nothing, but what ML.NET looks for.
        Assert.All(
            known.Except(read), name => Assert.StartsWith("mlnet.", name, StringComparison.Ordinal));
    }

    private static void CheckTensors(GraphProto graph)
    {
        foreach (TensorProto tensor in graph.Initializer)
        {
            long count = tensor.Dims.Aggregate(1L, (product, size) => product * size);
            if (tensor.StringData.Count > 0)
                Assert.Equal(count, tensor.StringData.Count);
            else
                Assert.Equal(count * OnnxShapes.Bytes(tensor.DataType), tensor.RawData.Length);
        }
    }
}
