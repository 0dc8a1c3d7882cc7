using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>A head that was solved on features.</summary>
/// <param name="Parameters">Weights [features][classes], for the features as the network gives them, then biases.</param>
/// <param name="Penalty">The L2 penalty, by cross-validation.</param>
/// <param name="Loss">The mean cross-entropy of held-out images under that penalty.</param>
/// <param name="Accuracy">The part of held-out images that were right.</param>
internal sealed record SolvedHead(float[] Parameters, double Penalty, double Loss, double Accuracy)
{
    /// <summary>The network with this head.</summary>
    public ResNetModel ApplyTo(ResNetModel model)
    {
        HeadLayout head = model.CreateLayout().Head;
        float[] parameters = model.Parameters.ToArray();
        int weights = (int)head.Weights.Length;
        Parameters.AsSpan(0, weights).CopyTo(parameters.AsSpan((int)head.Weights.Offset));
        Parameters.AsSpan(weights).CopyTo(parameters.AsSpan((int)head.Bias.Offset));
        return model.With(parameters, model.RunningStatistics);
    }
}
