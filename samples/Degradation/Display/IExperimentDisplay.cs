using Degradation.Experiments;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine.Display;

namespace Degradation.Display;

/// <summary>Shows the networks while they are trained. Epochs are those of the network's whole training.</summary>
internal interface IExperimentDisplay
{
    /// <summary>Calls <paramref name="work"/>, during which the methods below may be called.</summary>
    T Run<T>(IReadOnlyList<NetworkPlan> plans, Func<T> work);

    void ShowProgress(NetworkPlan plan, int epochsBefore, int epochs, ResNetProgress progress);

    void ShowEpoch(NetworkPlan plan, int epochsBefore, int epochs, ResNetEpochMetrics metrics);

    /// <summary>Training goes on where an earlier run was interrupted.</summary>
    void ShowResumed(NetworkPlan plan);

    void ShowFinished(NetworkPlan plan, NetworkResult result);

    /// <summary>The network was finished before and is not trained again.</summary>
    void ShowKept(NetworkPlan plan, NetworkResult result);

    /// <summary>Bars on a terminal, plain lines elsewhere.</summary>
    static IExperimentDisplay Create() => Terminal.IsLive ? new LiveDisplay() : new PlainDisplay();
}
