using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>explain</c>: a picture of what in an image speaks for its class.</summary>
internal static class ExplainCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        var image = new Argument<string>("IMAGE") { Description = "An image file." };
        Option<string> output = CommonOptions.Output("--output", "The overlay to write (.png).");
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
            NumberOption.Create("--stage", 1, 100, "Stage whose map GradCam looks at, from 1. Default: the last");
        return new ToolCommand(
            "explain", "Draws over an image what in it speaks for its class.",
            [model.File, image, output, className, method, stage, model.ClassNames],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!, file = parsed.GetValue(image)!;
                WholeFile.Prepare(path);
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
                    $"{file}: {why.ClassName}, {Format.Percent(why.Probability)}; what speaks for it is in {path}");
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
            throw new UserException($"'{file}' is no image, or a damaged one.", exception);
        }
    }
}
