using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;

namespace ModelSelection;

/// <summary>The options and their defaults.</summary>
internal static class CommandLine
{
    private const float DrawnMinutes = 0.8f;
    private const float DefaultMinutes = 10;

    public static RootCommand Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "Folder or zip with one subfolder of images per class, perhaps below 'train' and 'test'. "
                + "Without it, images are drawn.",
        };
        var minutes = new Option<float?>("--minutes")
        {
            Description = "Time for the experiment with everything in it. Default: 10, for drawn images 0.8",
        };
        Option<int?> trials = NumberOption.Create("--trials", 1, 10_000, "Configurations to try. Default: 9");
        Option<int?> memory = NumberOption.Create(
            "--memory", 1, 1_000_000, "Megabytes that a training may take by calculation. Default: no limit");
        Option<int?> seed = NumberOption.Create("--seed", 0, int.MaxValue, "Decides the configurations. Default: 1");
        Option<int?> threads = NumberOption.Threads();
        var compare = new Option<bool>("--compare")
        {
            Description = "Train the library's default configuration for the same time, and compare test accuracies.",
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "Folder that the experiment is saved to; the same command goes on from there.",
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder for the model and drawn images.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "model-selection"),
        };
        var json = new Option<string?>("--json") { Description = "File to write trials and accuracies to." };
        minutes.Validators.Add(NumberOption.Positive);

        var root = new RootCommand("Finds a residual network for your images in the time that you give it.")
        {
            data, minutes, trials, memory, seed, threads, compare, checkpoint, output, json,
        };
        root.SetAction((parsed, token) => Task.Run(() => new SelectionCommand(new Request
        {
            Data = parsed.GetValue(data),
            Time = TimeSpan.FromMinutes(parsed.GetValue(minutes)
                ?? (parsed.GetValue(data) is null ? DrawnMinutes : DefaultMinutes)),
            Trials = parsed.GetValue(trials),
            MemoryMB = parsed.GetValue(memory),
            Seed = parsed.GetValue(seed) ?? 1,
            Threads = parsed.GetValue(threads) ?? 0,
            Compare = parsed.GetValue(compare),
            Checkpoint = parsed.GetValue(checkpoint) is { } folder ? Path.GetFullPath(folder) : null,
            Output = Path.GetFullPath(parsed.GetValue(output)!),
            Json = parsed.GetValue(json) is { } file ? Path.GetFullPath(file) : null,
        }, token).Run(), token));
        return root;
    }
}
