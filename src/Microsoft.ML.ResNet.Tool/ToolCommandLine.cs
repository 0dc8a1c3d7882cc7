using System.CommandLine;
using Microsoft.ML.ResNet.Tool.Commands;
using Microsoft.ML.ResNet.Tool.Options;

namespace Microsoft.ML.ResNet.Tool;

/// <summary>The root command with all subcommands.</summary>
internal static class ToolCommandLine
{
    public static RootCommand Create() => new(
        "Trains residual networks on your images; evaluates, runs and exports them. Exit codes: 0 success, 1 an input "
        + "cannot be used (one line says what to do), 2 invalid command line, 130 interrupted.")
    {
        CommonOptions.Verbose,
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        CrossValidateCommand.Create(),
        PredictCommand.Create(),
        ExportCommand.Create(),
        DeepenCommand.Create(),
        SelectCommand.Create(),
        ReportCommand.Create(),
        FeaturesCommand.Create(),
        ExplainCommand.Create(),
        InfoCommand.Create(),
        BenchmarkCommand.Create(),
    };
}
