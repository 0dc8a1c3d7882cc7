using System.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>Options and arguments shared by several commands.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show the library's log, and the stack trace of an error.",
        Recursive = true,
    };

    public static Option<string?> Json(string content) => new("--json")
    {
        Description =
            $"Write {content} as JSON to this file, or with '-' to standard output; other output then goes to standard error.",
        HelpName = "FILE",
    };

    public static Option<string?> ClassNames() => new("--class-names")
    {
        Description = "Text file with one class name per line, for weights that do not contain the names.",
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
            + " A folder or zip with a subfolder for each class, or a table (.csv, .tsv) with rows path,label[,label...].",
        HelpName = "PATH",
    };

    public static Option<string> Output(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Required = true,
    };
}
