using System.CommandLine;

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

    public static Option<string?> ClassNames() => new("--class-names")
    {
        Description = "Text file with the name of a class in every line, for weights that do not tell them.",
        HelpName = "FILE",
    };

    public static Argument<string[]> Images() => new("IMAGE")
    {
        Description = "Image files, folders, or patterns such as 'photos/**/*.jpg'.",
        Arity = ArgumentArity.OneOrMore,
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
}
