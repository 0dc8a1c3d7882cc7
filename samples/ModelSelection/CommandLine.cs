using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;

namespace ModelSelection;

/// <summary>The command-line options and their defaults.</summary>
internal static class CommandLine
{
    private const float DrawnMinutes = 0.8f;
    private const float DefaultMinutes = 10;

    public static RootCommand Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "Folder or zip with one subfolder of images per class, optionally inside 'train' and 'test'. "
                + "Without it, images are drawn.",
        };
        var minutes = new Option<float?>("--minutes")
        {
            Description = "Minutes for the whole experiment. Default: 10, or 0.8 for drawn images",
        };
        Option<int?> trials = NumberOption.Create("--trials", 1, 10_000, "Number of configurations to try. Default: 9");
        Option<int?> memory = NumberOption.Create(
            "--memory", 1, 1_000_000, "Limit of a trial's estimated memory in megabytes. Default: no limit");
        Option<int?> seed = NumberOption.Create("--seed", 0, int.MaxValue, "Seed of the configurations. Default: 1");
        Option<int?> threads = NumberOption.Threads();
        var compare = new Option<bool>("--compare")
        {
            Description = "Also train the library's default configuration for the same time, and compare test accuracy.",
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "Folder to save the experiment to. The same command resumes from it.",
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder for the model and drawn images.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "model-selection"),
        };
        var json = new Option<string?>("--json") { Description = "File for trials and accuracies." };
        minutes.Validators.Add(NumberOption.Positive);

        var root = new RootCommand("Finds a residual network for your images within a time limit.")
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
