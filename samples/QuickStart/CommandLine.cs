using System.CommandLine;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace QuickStart;

/// <summary>The options and commands. Options that are not given keep the library's defaults.</summary>
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
            Description = "The network: ResNet20, ResNet56, Plain20, ResNet18, ResNet50 and so on. Default: ResNet20",
        };
        var preset = new Option<string?>("--preset")
        {
            Description = $"A recipe that sets architecture, epochs and more: {string.Join(", ", ResNetRecipe.Names)}. "
                + "Other options override it.",
        };
        Option<int?> epochs = NumberOption.Create("--epochs", 1, 100_000, "Passes over the training images. Default: 30, or 10 for drawn images");
        Option<int?> batchSize = NumberOption.Create("--batch-size", 1, 65_536, "Images per training step.");
        Option<int?> imageSize = NumberOption.ImageSize();
        var learningRate = new Option<float?>("--learning-rate") { Description = "Highest learning rate of the schedule." };
        Option<int?> seed = NumberOption.Seed(), threads = NumberOption.Threads();
        var precision = new Option<ResNetPrecision?>("--precision")
        {
            Description = "Float32, BFloat16, or Int8 (trained in Float32, then quantised). Default: Float32, or the preset's",
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "File to save training to while it runs. After any interruption the same command resumes from it "
                + "and gives the same result.",
        };
        var checkpointMinutes = new Option<float?>("--checkpoint-minutes")
        {
            Description = "Minutes between checkpoints within an epoch. Default: 10",
        };
        var skipBadImages = new Option<bool>("--skip-bad-images")
        {
            Description = "Skip and count unreadable images instead of stopping.",
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder for the model and the drawn images.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "quickstart"),
        };
        var json = new Option<string?>("--json") { Description = "File for the summary as JSON." };

        architecture.Check(ResNetArchitecture.Parse);
        preset.Check(ResNetRecipe.Parse);
        learningRate.Validators.Add(NumberOption.Positive);
        checkpointMinutes.Validators.Add(NumberOption.Positive);

        var root = new RootCommand("Trains a residual network on folders of images, evaluates and saves it, and classifies images with it.")
        {
            data, architecture, preset, epochs, batchSize, imageSize, learningRate, seed, threads, precision, checkpoint,
            checkpointMinutes, skipBadImages, output, json, Predict(),
        };
        root.SetAction((parsed, token) => Task.Run(() => new TrainCommand(new TrainRequest
        {
            Data = parsed.GetValue(data),
            Architecture = parsed.GetValue(architecture) is { } name ? ResNetArchitecture.Parse(name) : null,
            Preset = parsed.GetValue(preset) is { } recipe ? ResNetRecipe.Parse(recipe) : null,
            Epochs = parsed.GetValue(epochs),
            BatchSize = parsed.GetValue(batchSize),
            ImageSize = parsed.GetValue(imageSize),
            LearningRate = parsed.GetValue(learningRate),
            Seed = parsed.GetValue(seed) ?? 1,
            Threads = parsed.GetValue(threads),
            Precision = parsed.GetValue(precision),
            Checkpoint = parsed.GetValue(checkpoint) is { } path ? Path.GetFullPath(path) : null,
            CheckpointMinutes = parsed.GetValue(checkpointMinutes),
            SkipBadImages = parsed.GetValue(skipBadImages),
            Output = Path.GetFullPath(parsed.GetValue(output)!),
            Json = parsed.GetValue(json) is { } file ? Path.GetFullPath(file) : null,
        }, token).Run(), token));
        return root;
    }

    private static Command Predict()
    {
        var model = new Argument<string>("MODEL") { Description = "A model that this program saved." };
        var images = new Argument<string[]>("IMAGE") { Description = "Image files.", Arity = ArgumentArity.OneOrMore };
        var predict = new Command("predict", "Classifies image files and shows the five most probable classes of each.") { model, images };
        predict.SetAction((parsed, token) =>
            Task.Run(() => PredictCommand.Run(parsed.GetValue(model)!, parsed.GetValue(images)!, token), token));
        return predict;
    }
}
