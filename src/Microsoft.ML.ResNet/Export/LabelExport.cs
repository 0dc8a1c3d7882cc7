using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Onnx;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Writes the outputs: computes probabilities and the prediction from the logits.</summary>
internal sealed class LabelExport(OnnxGraphBuilder graph, PredictionRule rule, IReadOnlyList<string> classNames)
{
    private const string Prefix = "predicted"; // of node names

    /// <summary>Writes the probabilities.</summary>
    public string Score(string logits, string name)
    {
        string score = rule.IsMultiLabel
            ? graph.NamedNode(name, "Sigmoid", "sigmoid", [logits])
            : graph.NamedNode(name, "Softmax", "softmax", [logits], OnnxAttribute.Int("axis", 1));
        graph.Output(score, DataType.Float, "Probabilities of the classes.", classNames.Count);
        return score;
    }

    /// <summary>Writes the prediction.</summary>
    public void PredictedLabel(string score, string name, ResNetOnnxPredictedLabel kind)
    {
        if (kind == ResNetOnnxPredictedLabel.None)
            return;
        if (rule.IsMultiLabel)
        {
            graph.NamedNode(name, "GreaterOrEqual", "labels", [score, Threshold()]);
            graph.Output(name, DataType.Bool, "Which labels apply.", classNames.Count);
            return;
        }
        string index = PredictedIndex(score, kind == ResNetOnnxPredictedLabel.Index ? name : null);
        switch (kind)
        {
            case ResNetOnnxPredictedLabel.Index:
                graph.Output(name, DataType.Int64, "The index of the predicted class, from 0.");
                break;
            case ResNetOnnxPredictedLabel.Key:
                string key = graph.Node("Add", $"{Prefix}.number", [index, graph.Scalar($"{Prefix}.first", 1L)]);
                graph.NamedNode(name, "Cast", $"{Prefix}.key", [key], OnnxAttribute.Int("to", (long)DataType.Uint32));
                graph.Output(name, DataType.Uint32, "The key of the predicted class, from 1.");
                break;
            default:
                NodeProto names = graph.Add(
                    "LabelEncoder", graph.Unique($"{Prefix}.name"), name, [index],
                    [
                        OnnxAttribute.Ints("keys_int64s", Enumerable.Range(0, classNames.Count).Select(i => (long)i)),
                        OnnxAttribute.Strings("values_strings", classNames),
                        OnnxAttribute.String("default_string", ""),
                    ]);
                names.Domain = OnnxVersions.LabelDomain;
                graph.Output(name, DataType.String, "The name of the predicted class.");
                break;
        }
    }

    /// <summary>
    /// Writes the names of an output's slots as ML.NET reads them: as an attribute of a node whose output is unused.
    /// </summary>
    public void SlotNames(string output)
    {
        string name = $"mlnet.{output}.SlotNames";
        NodeProto node = graph.Add(
            "LabelEncoder", graph.Unique(name), graph.Unique($"mlnet.{output}.unusedOutput"),
            [graph.Texts($"mlnet.{output}.unusedInput", ["one"], 1, 1)],
            [
                OnnxAttribute.Strings("keys_strings", classNames),
                OnnxAttribute.Ints("values_int64s", Enumerable.Range(0, classNames.Count).Select(i => (long)i)),
            ]);
        node.Domain = OnnxVersions.LabelDomain;
    }

    // The index of the most probable class (the first of equal ones), (N); -1 where it does not reach the threshold.
    private string PredictedIndex(string score, string? output)
    {
        string best = graph.Node(
            "ArgMax", $"{Prefix}.best", [score], OnnxAttribute.Int("axis", 1), OnnxAttribute.Int("keepdims", 1));
        if (rule.Threshold > 0)
        {
            string most = graph.Node(
                "GatherElements", $"{Prefix}.probability", [score, best], OnnxAttribute.Int("axis", 1));
            string known = graph.Node("GreaterOrEqual", $"{Prefix}.is_known", [most, Threshold()]);
            best = graph.Node(
                "Where", $"{Prefix}.known", [known, best, graph.Scalar($"{Prefix}.unknown", -1L)]);
        }
        return graph.NamedNode(
            output, "Squeeze", $"{Prefix}.index", [best, graph.Constant<long>($"{Prefix}.axis", [1], 1)]);
    }

    private string Threshold() => graph.Scalar($"{Prefix}.threshold", rule.Threshold);
}
