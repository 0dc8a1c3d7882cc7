namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>Shows an experiment while it runs.</summary>
internal interface ITrialDisplay : IResNetExperimentMonitor
{
    /// <summary>Runs <paramref name="experiment"/>, which reports its progress to this monitor.</summary>
    T Show<T>(Func<T> experiment);

    /// <summary>Creates a live table on a terminal, and plain lines otherwise.</summary>
    static ITrialDisplay Create() => Terminal.IsLive ? new LiveTrials() : new TrialLines();
}
