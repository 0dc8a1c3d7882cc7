using System.CommandLine;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace NearestImages;

/// <summary>The command-line options and their defaults.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "Folder or zip of images; the name of an image's folder is its class. Without it, images are "
                + "drawn.",
        };
        var model = new Option<string?>("--model")
        {
            Description = "An ML.NET model with a residual network, or a safetensors or ONNX file. Without it, a network "
                + "is trained on the classes first.",
        };
        var index = new Option<string?>("--index")
        {
            Description = "Reuse the index of an earlier run with the same data and model.",
        };
        var image = new Option<string[]>("--image")
        {
            Description = "Files to find the neighbours of. Default: some images of the data",
            AllowMultipleArgumentsPerToken = true,
        };
        var architecture = new Option<string?>("--architecture")
        {
            Description = "The network to train: ResNet20, ResNet56, ResNet18 and so on.",
            DefaultValueFactory = _ => ResNetArchitecture.ResNet20.Name,
        };
        Option<int?> count = NumberOption.Create("--count", 1, 20, "Number of neighbours per image. Default: 5");
        Option<int?> epochs = NumberOption.Create(
            "--epochs", 1, 100_000, "Training epochs. Default: 10");
        Option<int?> imageSize = NumberOption.ImageSize();
        Option<int?> seed = NumberOption.Create(
            "--seed", 0, int.MaxValue, "Seed of drawn images, weights and held-out images. Default: 1");
        var output = new Option<string>("--output")
        {
            Description = "Folder for the index, the contact sheet, the trained model and drawn images.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "nearest-images"),
        };
        var json = new Option<string?>("--json") { Description = "File for the results." };
        architecture.Check(ResNetArchitecture.Parse);
        index.Validators.Add(result =>
        {
            if (result.GetResult(model) is null)
                result.AddError("--index needs the --model that it was made with.");
        });

        var root = new RootCommand(
            "Finds the images that are most similar to a given one, using the features of a residual network.")
        {
            data, model, index, image, count, architecture, epochs, imageSize, seed, output, json,
        };
        root.SetAction((parsed, token) => Task.Run(() => new NearestCommand(new Request
        {
            Data = parsed.GetValue(data),
            Model = parsed.GetValue(model),
            Index = parsed.GetValue(index),
            Images = parsed.GetValue(image) ?? [],
            Count = parsed.GetValue(count) ?? 5,
            Architecture = ResNetArchitecture.Parse(parsed.GetValue(architecture)!),
            Epochs = parsed.GetValue(epochs) ?? 10,
            ImageSize = parsed.GetValue(imageSize) ?? 0,
            Seed = parsed.GetValue(seed) ?? 1,
            Output = Path.GetFullPath(parsed.GetValue(output)!),
            Json = parsed.GetValue(json),
        }, token).Run(), token));
        return root;
    }
}
