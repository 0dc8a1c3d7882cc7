using Spectre.Console;

namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>A progress bar over images on a terminal; nothing otherwise.</summary>
internal static class ImageBar
{
    /// <param name="activity">Text beside the bar, such as "evaluating".</param>
    /// <param name="images">Number of images.</param>
    /// <param name="work">The work; it calls its argument once for each finished image, on any thread.</param>
    public static T Show<T>(string activity, int images, Func<Action, T> work)
    {
        if (!Terminal.IsLive)
            return work(() => { });
        return AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(activity), maxValue: images);
                return work(() => task.Increment(1));
            });
    }
}
