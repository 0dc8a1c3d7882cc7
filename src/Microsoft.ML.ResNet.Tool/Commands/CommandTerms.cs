using Microsoft.ML.ResNet.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary>
/// Replaces names of the library's API in its messages by the matching options of the command line.
/// </summary>
internal static class CommandTerms
{
    private static readonly (string Library, string CommandLine)[] Terms =
    [
        ("set Options.BadImages to ResNetBadImagePolicy.Skip", "give --skip-bad-images"),
        ("MaxExperimentTimeInSeconds", "--time"),
        ("MaxModels", "--trials"),
        ("Give calibrationData, such as the training set", "Give --data, such as the training set"),
        ("call WithLabelThreshold", "give --label-threshold"),
        ("call WithUnknownThreshold", "give --unknown-threshold"),
        ("call Quantize with some images", "'resnet export --int8 --zip' quantises it"),
    ];

    /// <exception cref="UserException">
    /// An exception of <paramref name="work"/> whose message names the API: the message in command-line terms.
    /// </exception>
    public static T Translate<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception)
            when (exception is not UsageException && Translate(exception) != Failure.OneLine(exception))
        {
            throw new UserException(Translate(exception), exception);
        }
    }

    private static string Translate(Exception exception) => Terms.Aggregate(
        Failure.OneLine(exception),
        (text, term) => text.Replace(term.Library, term.CommandLine, StringComparison.Ordinal));
}
