using System.CommandLine;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace FineTuning;

/// <summary>The command-line options and their defaults.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "Folder or zip with one subfolder of images per class, optionally inside 'train' and 'test'. "
                + "Without it, images are drawn.",
        };
        var architecture = new Option<string?>("--architecture")
        {
            Description = "The network: ResNet20, ResNet56, ResNet18 and so on.",
            DefaultValueFactory = _ => ResNetArchitecture.ResNet20.Name,
        };
        Option<int?> epochs = NumberOption.Create(
            "--epochs", 1, 100_000, "Epochs on the first half of the classes. Default: 15");
        Option<int?> tuningEpochs = NumberOption.Create(
            "--tuning-epochs", 1, 100_000, "Epochs on the few images of the other half. Default: 40");
        Option<int?> imagesPerClass = NumberOption.Create(
            "--images-per-class", 1, 1_000_000, "Training images per class of the other half. Default: 50");
        Option<int?> imageSize = NumberOption.ImageSize();
        Option<int?> seed = NumberOption.Seed(), threads = NumberOption.Threads();
        var output = new Option<string>("--output")
        {
            Description = "Folder for the models, results.json and drawn images.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "fine-tuning"),
        };
        architecture.Check(ResNetArchitecture.Parse);

        var root = new RootCommand(
            "Trains a network on half of the classes, then on a few images of the others, and compares fine-tuning with "
            + "training from scratch.")
        {
            data, architecture, epochs, tuningEpochs, imagesPerClass, imageSize, seed, threads, output,
        };
        root.SetAction((parsed, token) => Task.Run(() => new FineTuningCommand(new Request
        {
            Data = parsed.GetValue(data),
            Architecture = ResNetArchitecture.Parse(parsed.GetValue(architecture)!),
            Epochs = parsed.GetValue(epochs) ?? 15,
            TuningEpochs = parsed.GetValue(tuningEpochs) ?? 40,
            ImagesPerClass = parsed.GetValue(imagesPerClass) ?? 50,
            ImageSize = parsed.GetValue(imageSize) ?? 0,
            Seed = parsed.GetValue(seed) ?? 1,
            Threads = parsed.GetValue(threads) ?? 0,
            Output = Path.GetFullPath(parsed.GetValue(output)!),
        }, token).Run(), token));
        return root;
    }
}
