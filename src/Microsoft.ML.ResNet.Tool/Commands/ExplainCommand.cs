using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>explain</c>: draws the evidence for a class as a heat map over the image.</summary>
internal static class ExplainCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        var image = new Argument<string>("IMAGE") { Description = "An image file." };
        Option<string> output = CommonOptions.Output("--output", "File for the image with the heat map (.png).");
        var className = new Option<string?>("--class")
        {
            Description = "The class to explain. Default: the most probable one",
            HelpName = "NAME",
        };
        var method = new Option<ResNetExplanationMethod>("--method")
        {
            Description = "GradCam, or Occlusion, which is slower and finer. Default: GradCam",
            HelpName = "NAME",
        };
        Option<int?> stage =
            NumberOption.Create("--stage", 1, 100, "Stage whose feature map GradCam uses, from 1. Default: the last");
        return new ToolCommand(
            "explain", "Draws a heat map over an image that shows the evidence for a class.",
            [model.File, image, output, className, method, stage, model.ClassNames],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!, file = parsed.GetValue(image)!;
                OutputFile.Prepare(path);
                if (!File.Exists(file))
                    throw new UserException($"the image '{file}' does not exist.");
                using ResNetClassifierTransformer classifier = model.Load(ToolContext.Create(), parsed);
                byte[] content = File.ReadAllBytes(file);
                ResNetExplanation why = Explain(classifier, file, content, new ResNetExplanationOptions
                {
                    ClassName = parsed.GetValue(className),
                    Method = parsed.GetValue(method),
                    Stage = parsed.GetValue(stage),
                });
                why.SaveOverlay(path, new ResNetOverlayOptions { Photograph = content });
                Console.WriteLine(
                    $"{file}: {why.ClassName}, {Format.Percent(why.Probability)}; saved the heat map to {path}");
                json.Write(new
                {
                    Command = "explain",
                    Image = file,
                    Class = why.ClassName,
                    why.Probability,
                    why.Method,
                    Output = Path.GetFullPath(path),
                });
                return 0;
            });
    }

    private static ResNetExplanation Explain(
        ResNetClassifierTransformer classifier, string file, byte[] content, ResNetExplanationOptions options)
    {
        try
        {
            return classifier.Explain(content, options);
        }
        catch (InvalidDataException exception)
        {
            throw new UserException($"'{file}' is not a readable image.", exception);
        }
    }
}
