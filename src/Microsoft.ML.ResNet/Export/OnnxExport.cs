using System.Globalization;
using System.Text.Json;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Onnx;
using Microsoft.ML.ResNet.Weights;
using static Microsoft.ML.ResNet.Onnx.TensorProto.Types;

namespace Microsoft.ML.ResNet.Export;

/// <summary>Converts a classifier to an ONNX file.</summary>
internal static class OnnxExport
{
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">The model averages over crops of images.</exception>
    /// <exception cref="NotSupportedException">The model is too large.</exception>
    public static ModelProto Create(ClassifierModel model, ResNetOnnxOptions options)
    {
        OnnxNames names = OnnxNames.Create(model.Columns, options);
        OnnxExportCheck.Validate(options);
        OnnxExportCheck.Validate(model);

        OnnxGraphBuilder graph = new(model.Network.Architecture.Name, options.BatchSize, names.All);
        string[] classNames = [.. model.Classes.Names];
        string x = new ImageExport(graph, model).Write(
            names.Input, options.PixelLayout ?? model.Specification.Layout, options.BytePixels);
        string logits = Network(model, graph, options, names.Logits, x);
        LabelExport labels = new(graph, model.Rule, classNames);
        labels.PredictedLabel(labels.Score(logits, names.Score), names.PredictedLabel, options.PredictedLabel);
        if (names.Logits is not null)
            graph.Output(names.Logits, DataType.Float, "Before softmax or sigmoid.", classNames.Length);
        if (options.SlotNames)
            labels.SlotNames(names.Score);
        return File(graph.Graph, options.OpsetVersion, Metadata(model, classNames));
    }

    private static string Network(
        ClassifierModel model, OnnxGraphBuilder graph, ResNetOnnxOptions options, string? logits, string x)
    {
        NetworkLayout layout = model.Network.CreateLayout();
        ModelValues values = new(model.Network, layout);
        UnitExport units = model.Precision == ResNetPrecision.Int8
            ? new Int8UnitExport(graph, values, layout, model.Ranges!, options.QuantizeSums)
            : new FloatUnitExport(graph, values, options.FoldBatchNormalization);
        NetworkExport network = new(layout, graph, values, units);
        return network.Head(network.Trunk(x), logits);
    }

    /// <summary>Wraps a graph in a file.</summary>
    public static ModelProto File(GraphProto graph, int opset, IReadOnlyDictionary<string, string> metadata)
    {
        ModelProto file = new()
        {
            IrVersion = OnnxVersions.IrVersion(opset),
            ProducerName = "Microsoft.ML.ResNet",
            ProducerVersion = NativeLibraryLoader.Version,
            Graph = graph,
        };
        file.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        if (graph.Node.Any(node => node.Domain == OnnxVersions.LabelDomain))
        {
            file.OpsetImport.Add(
                new OperatorSetIdProto { Domain = OnnxVersions.LabelDomain, Version = OnnxVersions.LabelOpset });
        }
        file.MetadataProps.AddRange(
            metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return file;
    }

    private static Dictionary<string, string> Metadata(ClassifierModel model, string[] classNames)
    {
        Dictionary<string, string> metadata = new()
        {
            [WeightsFile.ClassesKey] = JsonSerializer.Serialize(classNames),
            [OnnxMetadata.Architecture] = model.Network.Architecture.Name,
            [OnnxMetadata.Probabilities] = model.Rule.IsMultiLabel ? "sigmoid" : "softmax",
            [OnnxMetadata.Threshold] = model.Rule.Threshold.ToString(CultureInfo.InvariantCulture),
        };
        if (!model.Specification.Shape.IsFloat)
            metadata[OnnxMetadata.Resizing] = model.Specification.Resizing.ToString();
        return metadata;
    }
}
