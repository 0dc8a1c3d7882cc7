using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>export</c>: a model in other files.</summary>
internal static class ExportCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Option<string?> onnx = File("--onnx", "ONNX file, for ONNX Runtime and ApplyOnnxModel.");
        Option<string?> safetensors =
            File("--safetensors", "Weights with torchvision's and timm's names, for PyTorch.");
        Option<string?> zip = File("--zip", "ML.NET model, for mlContext.Model.Load.");
        var int8 = new Option<bool>("--int8")
        {
            Description = "Compute in bytes, with ranges measured on --data: in --onnx and --zip.",
        };
        Option<string?> data = CommonOptions.Data("Images like those to be scored, for --int8.");
        var separate = new Option<bool>("--keep-batch-normalization")
        {
            Description = "Leave batch normalisation a layer of its own in --onnx, so that it can be trained on.",
        };
        Option<int?> opset =
            NumberOption.Create("--opset", 1, 100, "Version of ONNX's operators. Default: the library's");
        return new ToolCommand(
            "export", "Writes a model to files that other programs read.",
            [model.File, onnx, safetensors, zip, int8, data, separate, opset, model.ClassNames],
            (parsed, json, token) =>
            {
                string[] paths = [.. new[] { onnx, safetensors, zip }.Select(parsed.GetValue).OfType<string>()];
                if (paths.Length == 0)
                    throw new UsageException("nothing to write: give --onnx, --safetensors or --zip.");
                if (parsed.GetValue(int8) && parsed.GetValue(data) is null)
                    throw new UsageException("--int8 needs images to measure ranges on: give --data.");
                foreach (string path in paths)
                    WholeFile.Prepare(path);
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer loaded = model.Load(ml, parsed);
                using ResNetClassifierTransformer classifier = parsed.GetValue(int8)
                    ? Quantization.Run(ml, loaded, DataSource.Open(parsed.GetValue(data)!).Train) : loaded;
                if (parsed.GetValue(onnx) is { } onnxPath)
                {
                    var options = new ResNetOnnxOptions { FoldBatchNormalization = !parsed.GetValue(separate) };
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
                    Network = ModelSummary.Of(classifier),
                    Files = paths.Select(path =>
                        new { Path = Path.GetFullPath(path), Bytes = new FileInfo(path).Length }),
                });
                return 0;
            });
    }

    private static Option<string?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };
}
