using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Tool.Models;

namespace Microsoft.ML.ResNet.Tool.Output;

/// <summary>
/// Refuses outputs that would overwrite an input or each other, and names that promise another format. Files are compared by
/// their real paths: links and ".." do not hide that two names are of one file.
/// </summary>
internal static class OutputCheck
{
    private static readonly string[] Outputs = ["--output", "--onnx", "--safetensors", "--zip", "--json"];

    // What a help name says of an option's text; the arguments are all paths.
    private static readonly string[] PathTerms = ["FILE", "PATH", "FOLDER", "MODEL"];

    private static readonly string[] Formats =
        [".zip", ".onnx", ".safetensors", ".pt", ".pth", ".ckpt", ".h5", ".html", ".csv", ".json", ".png", ".jpg", ".jpeg"];

    /// <exception cref="UserException">An output is an input.</exception>
    /// <exception cref="UsageException">Two outputs are one file, or a name promises another format.</exception>
    public static void Require(ParseResult parsed, string command)
    {
        (string Option, string Path)[] outputs =
        [
            .. Named(parsed).Where(given => Outputs.Contains(given.Name) && given.Value != "-" && !Directory.Exists(given.Value))
                .Select(given => (given.Name, given.Value)),
        ];
        foreach ((string option, string path) in outputs)
        {
            RequireFormat(command, option, path);
            foreach ((string other, string same) in outputs)
            {
                if (other != option && OutputFile.AreSame(path, same))
                    throw new UsageException($"{option} and {other} are the same file, '{path}': give two.");
            }
        }
        foreach ((string name, string input) in Named(parsed).Where(given => !Outputs.Contains(given.Name)))
        {
            foreach ((string option, string path) in outputs)
            {
                if (IsInput(path, input) || OutputFile.AreSame(OutputFile.TemporaryPath(path), input))
                {
                    throw new UserException(
                        $"{option} '{path}' would overwrite an input of the command ({name} '{input}'): choose another file.");
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Named(ParseResult parsed) =>
        parsed.CommandResult.Children.SelectMany(child => child switch
        {
            OptionResult { Option: { HelpName: { } help } option } when PathTerms.Contains(help) => (option.Name, child.Tokens),
            ArgumentResult argument => (argument.Argument.Name, child.Tokens),
            _ => ("", (IReadOnlyList<Token>)[]),
        } is var (name, tokens) ? tokens.Select(token => (name, token.Value)) : []);

    private static bool IsInput(string output, string input)
    {
        if (OutputFile.AreSame(output, input))
            return true;
        if (!File.Exists(output) || !OutputFile.IsImage(output))
            return false;
        if (Directory.Exists(input))
            return OutputFile.IsInside(output, input);
        // The rows of a table may name images anywhere.
        return (File.Exists(input) && ImageTable.IsTable(input))
            || (input.IndexOfAny(['*', '?']) >= 0 && ImageFiles.Find([input]).Any(file => OutputFile.AreSame(file, output)));
    }

    private static void RequireFormat(string command, string option, string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        string written = option switch
        {
            "--output" => command switch
            {
                "report" => ".html",
                "features" => ".csv",
                "explain" => ".png",
                _ => ".zip",
            },
            _ => "." + option[2..],
        };
        if (extension == written || !Formats.Contains(extension))
            return;
        string remedy = option == "--output" && written == ".zip" && extension is ".onnx" or ".safetensors"
            ? $"give a .zip, then convert it: resnet export MODEL.zip --{extension[1..]} {Path.GetFileName(path)}"
            : $"give a file that ends in {written}";
        throw new UsageException($"{option} '{path}': {command} writes {Describe(written)} there, not {extension}: {remedy}.");
    }

    private static string Describe(string extension) =>
        extension == ".zip" ? "an ML.NET model (.zip)" : $"a {extension} file";
}
