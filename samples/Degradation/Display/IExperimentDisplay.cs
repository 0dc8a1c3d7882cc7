using Degradation.Experiments;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine.Display;

namespace Degradation.Display;

/// <summary>Shows the progress of training. Epochs are numbered over a network's whole training.</summary>
internal interface IExperimentDisplay
{
    /// <summary>Runs <paramref name="work"/>; the methods below may be called only while it runs.</summary>
    T Run<T>(IReadOnlyList<NetworkPlan> plans, Func<T> work);

    void ShowProgress(NetworkPlan plan, int epochsBefore, int epochs, ResNetProgress progress);

    void ShowEpoch(NetworkPlan plan, int epochsBefore, int epochs, ResNetEpochMetrics metrics);

    /// <summary>Training resumes after an interruption.</summary>
    void ShowResumed(NetworkPlan plan);

    void ShowFinished(NetworkPlan plan, NetworkResult result);

    /// <summary>The network was finished before and is not trained again.</summary>
    void ShowKept(NetworkPlan plan, NetworkResult result);

    /// <summary>Creates progress bars on a terminal, and plain lines otherwise.</summary>
    static IExperimentDisplay Create() => Terminal.IsLive ? new LiveDisplay() : new PlainDisplay();
}
