using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>export</c>: writes a model in other file formats.</summary>
internal static class ExportCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Option<string?> onnx = File("--onnx", "ONNX file, for ONNX Runtime and ApplyOnnxModel.");
        Option<string?> safetensors =
            File("--safetensors", "Safetensors file with the tensor names of torchvision and timm, for PyTorch.");
        Option<string?> zip = File("--zip", "ML.NET model file, for mlContext.Model.Load.");
        var int8 = new Option<bool>("--int8")
        {
            Description = "Quantise to int8 with ranges measured on --data. Applies to --onnx and --zip.",
        };
        Option<string?> data = CommonOptions.Data("Calibration images for --int8, similar to those that will be scored.");
        var keepBatchNormalization = new Option<bool>("--keep-batch-normalization")
        {
            Description = "Keep batch normalisation as separate nodes in --onnx, so that the file can be trained further.",
        };
        Option<int?> opset =
            NumberOption.Create("--opset", 1, 100, "ONNX opset version. Default: the library's");
        return new ToolCommand(
            "export", "Exports a model to ONNX, safetensors or ML.NET files.",
            [model.File, onnx, safetensors, zip, int8, data, keepBatchNormalization, opset, model.ClassNames],
            (parsed, json, token) =>
            {
                string[] paths = [.. new[] { onnx, safetensors, zip }.Select(parsed.GetValue).OfType<string>()];
                if (paths.Length == 0)
                    throw new UsageException("nothing to write: give --onnx, --safetensors or --zip.");
                if (parsed.GetValue(int8) && parsed.GetValue(data) is null)
                    throw new UsageException("--int8 needs calibration images: give --data.");
                foreach (string path in paths)
                    OutputFile.Prepare(path);
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer loaded = model.Load(ml, parsed);
                using ResNetClassifierTransformer classifier = parsed.GetValue(int8)
                    ? Quantization.Run(ml, loaded, DataSource.Open(parsed.GetValue(data)!).Train) : loaded;
                if (parsed.GetValue(onnx) is { } onnxPath)
                {
                    var options = new ResNetOnnxOptions
                    {
                        FoldBatchNormalization = !parsed.GetValue(keepBatchNormalization),
                    };
                    options.OpsetVersion = parsed.GetValue(opset) ?? options.OpsetVersion;
                    ml.Model.SaveResNetOnnx(classifier, onnxPath, options);
                }
                if (parsed.GetValue(safetensors) is { } weightsPath)
                    ml.Model.SaveResNetWeights(classifier, weightsPath);
                if (parsed.GetValue(zip) is { } zipPath)
                    ModelFile.Save(ml, classifier, zipPath);
                foreach (string path in paths)
                    Console.WriteLine($"saved {path} ({new FileInfo(path).Length:N0} bytes)");
                json.Write(new
                {
                    Command = "export",
                    Network = ModelSummary.From(classifier),
                    Files = paths.Select(path =>
                        new { Path = Path.GetFullPath(path), Bytes = new FileInfo(path).Length }),
                });
                return 0;
            });
    }

    private static Option<string?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };
}
