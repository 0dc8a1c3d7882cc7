using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary>A command of the tool. Adds <c>--json</c> and <c>--verbose</c>, and returns an exit code.</summary>
internal sealed class ToolCommand : System.CommandLine.Command
{
    /// <param name="name">The command's name.</param>
    /// <param name="description">Text for its help.</param>
    /// <param name="symbols">Its options and arguments.</param>
    /// <param name="run">Runs the command, writes its result to the JSON target, and returns the exit code.</param>
    public ToolCommand(
        string name, string description, IEnumerable<Symbol> symbols,
        Func<ParseResult, JsonTarget, CancellationToken, int> run)
        : base(name, description)
    {
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
                Arguments.Add(argument);
            else
                Options.Add((Option)symbol);
        }
        Option<string?> json = CommonOptions.Json("the result");
        Options.Add(json);
        SetAction((parsed, token) => Interruption.RunAsync(() => Execute(parsed, token), token));

        int Execute(ParseResult parsed, CancellationToken token)
        {
            Failure.IsVerbose = parsed.GetValue(CommonOptions.Verbose);
            OutputCheck.Require(parsed, name);
            using JsonTarget target = JsonTarget.Open(parsed.GetValue(json));
            int exitCode = CommandTerms.Translate(() => run(parsed, target, token));
            target.Complete();
            return exitCode;
        }
    }
}
