using System.Globalization;
using Spectre.Console;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>A live table of trials: the running one in yellow, the best one in green.</summary>
internal sealed class LiveTrials : ITrialDisplay
{
    private readonly SortedDictionary<int, ResNetTrial> _trials = [];
    private LiveDisplayContext? _context;
    private string _running = "";
    private int? _best;

    public T Show<T>(Func<T> experiment) => AnsiConsole.Live(Draw()).Start(context =>
    {
        _context = context;
        return experiment();
    });

    public void ReportTrials(IReadOnlyList<ResNetTrial> trials)
    {
        foreach (ResNetTrial trial in trials)
            _trials[trial.TrialId] = trial;
        Update();
    }

    public void ReportRunningTrial(ResNetTrial trial) =>
        Update(trial, $"trial {trial.TrialId}, rung {trial.Rungs + 1}");

    public void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics) =>
        Update(trial, $"trial {trial.TrialId}, rung {trial.Rungs + 1}, {metrics}");

    public void ReportCompletedTrial(ResNetTrial trial) => Update(trial, "");

    public void ReportFailTrial(ResNetTrial trial, Exception? exception) => Update(trial, "");

    public void ReportBestTrial(ResNetTrial trial)
    {
        _best = trial.TrialId;
        Update(trial, "");
    }

    private void Update(ResNetTrial trial, string running)
    {
        _trials[trial.TrialId] = trial;
        _running = running;
        Update();
    }

    private void Update() => _context?.UpdateTarget(Draw());

    private Table Draw()
    {
        Table table = new Table().RoundedBorder();
        foreach (string column in (string[])["trial", "state", "epochs", "metric", "seconds", "images/s", "MB"])
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("configuration");
        foreach (ResNetTrial trial in _trials.Values)
            table.AddRow([.. Cells(trial).Select(cell => new Text(cell, Style.Parse(Colour(trial))))]);
        table.Caption = new TableTitle(Markup.Escape(_running));
        return table;
    }

    private string Colour(ResNetTrial trial) => trial.State switch
    {
        ResNetTrialState.Running => "yellow",
        ResNetTrialState.Failed or ResNetTrialState.Refused => "red",
        _ when trial.TrialId == _best => "green",
        ResNetTrialState.Stopped => "grey",
        _ => "default",
    };

    private static IEnumerable<string> Cells(ResNetTrial trial) =>
    [
        Text($"{trial.TrialId}"), Text($"{trial.State}"), Text($"{trial.Epochs:0.##}"), Text($"{trial.Metric:F4}"),
        Text($"{trial.Duration.TotalSeconds:F1}"), Text($"{trial.ImagesPerSecond:F0}"), Text($"{trial.MemoryMB:F0}"),
        trial.Error ?? string.Join(", ", trial.Parameters.Select(parameter => $"{parameter.Key} {parameter.Value}")),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
