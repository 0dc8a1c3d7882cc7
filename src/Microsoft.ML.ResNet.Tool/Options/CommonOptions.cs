using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show what the library logs, and where an error comes from.",
        Recursive = true,
    };

    public static Option<string?> Json(string what) => new("--json")
    {
        Description =
            $"Write {what} as JSON to this file, or with '-' to standard output, which then has nothing else.",
        HelpName = "FILE",
    };

    public static Argument<string> Model() => new("MODEL")
    {
        Description = "A model: what 'resnet train' or ML.NET saved (.zip), or weights (.safetensors, .onnx).",
    };

    public static Option<string?> ClassNames() => new("--class-names")
    {
        Description = "Text file with the name of a class in every line, for weights that do not tell them.",
        HelpName = "FILE",
    };

    public static Option<string?> Data(string description) => new("--data")
    {
        Description = description
            + " A folder or zip with a subfolder for each class, or a table (.csv, .tsv) of path,label[,label...].",
        HelpName = "PATH",
    };

    public static Option<string> Output(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
    };

    public static Option<int?> Seed() => NumberOption.Create(
        "--seed", 0, int.MaxValue, "Same seed, same weights, whatever the number of threads. Default: 1");

    public static Option<int?> Threads() => NumberOption.Create("--threads", 1, 1024, "Default: one per processor.");
}
