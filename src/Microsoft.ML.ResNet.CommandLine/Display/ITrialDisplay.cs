namespace Microsoft.ML.ResNet.CommandLine.Display;

/// <summary>Shows an experiment while it runs.</summary>
internal interface ITrialDisplay : IResNetExperimentMonitor
{
    /// <summary>Calls <paramref name="experiment"/>, which tells this monitor how it goes.</summary>
    T Show<T>(Func<T> experiment);

    /// <summary>A live table on a terminal, plain lines elsewhere.</summary>
    static ITrialDisplay Create() => Terminal.IsLive ? new LiveTrials() : new TrialLines();
}
