using System.CommandLine;
using Microsoft.ML.ResNet.Tool.Commands;
using Microsoft.ML.ResNet.Tool.Options;

namespace Microsoft.ML.ResNet.Tool;

/// <summary>All commands.</summary>
internal static class ToolCommandLine
{
    public static RootCommand Create() => new(
        "Trains residual networks on your images, and evaluates, uses and exports them. Exit codes: 0 done, 1 "
        + "something you gave cannot be used (one line says what to do), 2 the command line is wrong, 130 interrupted.")
    {
        CommonOptions.Verbose,
        TrainCommand.Create(),
        EvaluateCommand.Create(),
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
