using Spectre.Console;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>How many of some images are done: a bar on a terminal, nothing elsewhere.</summary>
internal static class ImageBar
{
    /// <param name="what">Is done with the images.</param>
    /// <param name="images">How many there are.</param>
    /// <param name="work">Calls its argument for each of them, on any thread.</param>
    public static T Show<T>(string what, int images, Func<Action, T> work)
    {
        if (!Terminal.IsLive)
            return work(() => { });
        return AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: images);
                return work(() => task.Increment(1));
            });
    }
}
