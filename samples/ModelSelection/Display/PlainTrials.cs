using Microsoft.ML.ResNet.CommandLine.Display;

namespace ModelSelection.Display;

/// <summary>A line for each trial's rung.</summary>
internal sealed class PlainTrials : TrialLines, ITrialDisplay
{
    public T Show<T>(Func<T> experiment) => experiment();
}
