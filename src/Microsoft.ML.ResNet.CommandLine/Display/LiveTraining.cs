using Spectre.Console;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>A live table with a row for each of the last epochs; the last row is the running epoch.</summary>
internal sealed class LiveTraining : ITrainingDisplay
{
    private const int VisibleEpochs = 12;

    private static readonly string[] Columns =
        ["epoch", "loss", "accuracy", "validation", "learning rate", "images/s", "time left"];

    private readonly Queue<TrainingRow> _finished = new();
    private LiveDisplayContext? _context;

    public T Run<T>(Func<T> train) => AnsiConsole.Live(Draw(null)).Start(context =>
    {
        _context = context;
        return train();
    });

    public void ShowProgress(ResNetProgress progress) => _context?.UpdateTarget(Draw(TrainingRow.From(progress)));

    public void ShowEpoch(ResNetEpochMetrics metrics)
    {
        _finished.Enqueue(TrainingRow.From(metrics));
        if (_finished.Count > VisibleEpochs)
            _finished.Dequeue();
        _context?.UpdateTarget(Draw(null));
    }

    private Table Draw(TrainingRow? running)
    {
        Table table = new Table().RoundedBorder();
        foreach (string column in Columns)
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (TrainingRow row in _finished)
            Add(table, row, "default");
        if (running is not null)
            Add(table, running, "yellow");
        return table;
    }

    private static void Add(Table table, TrainingRow row, string colour) =>
        table.AddRow([.. ((string[])
            [row.Epoch, row.Loss, row.Accuracy, row.Validation, row.LearningRate, row.Speed, row.TimeLeft])
            .Select(cell => new Text(cell, Style.Parse(colour)))]);
}
